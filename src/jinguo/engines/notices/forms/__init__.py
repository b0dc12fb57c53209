"""Forms: as files cell by cell, and as they stand flattened in a text."""
