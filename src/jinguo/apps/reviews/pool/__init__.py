"""The pool of experts beside the database: its figures, its files, and its words."""
