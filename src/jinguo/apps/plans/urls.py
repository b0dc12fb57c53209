"""Addresses of the plans."""

app_name = "plans"

urlpatterns: list = []
