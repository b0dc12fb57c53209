"""Puts the apps together: settings, urls, base templates, the look."""
