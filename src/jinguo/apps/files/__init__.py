"""Stored files and resumable upload. Closed by default: a kind that nobody registered is never shown."""

from jinguo.apps.files.kinds import register

__all__ = ["register"]
