"""Forms, a module for each audience."""
