"""The pages of a meeting: the secretary's, the members', the results."""
