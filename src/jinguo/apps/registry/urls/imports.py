"""Addresses of lists on their way into the registry."""

from django.urls import path

from jinguo.apps.registry.views import imports

app_name = "lists"

urlpatterns = [
    path("", imports.lists, name="lists"),
    path("<uuid:uid>/", imports.one, name="one"),
    path("<uuid:uid>/columns/", imports.columns, name="columns"),
    path("<uuid:uid>/check", imports.check, name="check"),
    path("<uuid:uid>/confirm", imports.confirm, name="confirm"),
    path("<uuid:uid>/take-back/", imports.take_back, name="take_back"),
    path("<uuid:uid>/drop", imports.drop, name="drop"),
    path("<uuid:uid>/refused.xlsx", imports.refused, {"form": "xlsx"}, name="refused_xlsx"),
    path("<uuid:uid>/refused.csv", imports.refused, {"form": "csv"}, name="refused_csv"),
]
