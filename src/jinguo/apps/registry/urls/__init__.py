"""Addresses of the registry."""
