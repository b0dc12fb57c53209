"""The named pieces of the look, a module for each family. `templatetags/ui.py` gathers them."""
