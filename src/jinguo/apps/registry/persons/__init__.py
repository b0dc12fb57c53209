"""One person as her pages show her: facts, what counts of them, her copy."""
