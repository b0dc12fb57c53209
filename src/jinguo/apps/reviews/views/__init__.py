"""Views: what experts do, what officers do."""
