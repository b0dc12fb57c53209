"""Where a nominee reads and confirms."""
