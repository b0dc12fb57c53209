"""What is to be handed in, in lists, tables and running text, with its bounds."""
