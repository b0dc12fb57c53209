"""Pages of the pool of experts: the officers' and the expert's own."""
