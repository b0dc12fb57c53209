"""Where a nominee reads and confirms."""

urlpatterns: list = []
