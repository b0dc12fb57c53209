"""Where an officer brings a call into being: one page a step, in any order."""
