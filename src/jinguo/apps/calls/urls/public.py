"""What anyone may see."""

urlpatterns: list = []
