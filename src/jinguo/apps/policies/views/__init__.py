"""Pages of the library: what anybody may read, and the work of an officer on a document."""
