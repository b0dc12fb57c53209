"""Where an officer follows, checks and returns what comes in."""

urlpatterns: list = []
