"""Views, a module for each audience."""
