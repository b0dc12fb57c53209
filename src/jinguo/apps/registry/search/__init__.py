"""Cards that searches see, the words they are found by, the index over them."""
