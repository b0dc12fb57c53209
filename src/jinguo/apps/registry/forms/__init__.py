"""What is typed into the registry's pages."""
