"""Addresses of the review: the expert's and the officer's."""

app_name = "reviews"

urlpatterns: list = []
