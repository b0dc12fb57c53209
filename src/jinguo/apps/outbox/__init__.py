"""Queued messages, the in-site inbox, the channels out. No code sends a message directly."""
