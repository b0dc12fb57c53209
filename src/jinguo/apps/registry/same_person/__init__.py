"""Who may be the same person, and who belongs together."""
