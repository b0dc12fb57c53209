"""Pages of the registry: the list, a person, pairs, units, her own."""
