"""Where an officer brings a call into being."""

urlpatterns: list = []
