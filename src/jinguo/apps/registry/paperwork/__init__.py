"""Files that the registry gives out."""
