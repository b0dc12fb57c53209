"""SQLite as Django knows it, with a queue for who writes next: a database backend, named in the settings."""
