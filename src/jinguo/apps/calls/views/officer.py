"""Where an officer follows, checks and returns what comes in."""
