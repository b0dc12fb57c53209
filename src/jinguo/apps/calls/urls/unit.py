"""Where a unit's liaison nominates."""

urlpatterns: list = []
