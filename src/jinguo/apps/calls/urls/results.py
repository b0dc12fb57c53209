"""Where an officer decides on notice, objections, result and paperwork."""

urlpatterns: list = []
