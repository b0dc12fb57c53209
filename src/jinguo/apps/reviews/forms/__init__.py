"""Forms, a module for each room: the desk of an expert, the rounds, the assignment, the pool."""
