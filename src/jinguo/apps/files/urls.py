"""Addresses of files."""

from django.urls import path

from jinguo.apps.files import tus, views

app_name = "files"
urlpatterns = [
    path("uploads/", tus.collection, name="uploads"),
    path("uploads/<uuid:uid>", tus.single, name="upload"),
    path("<uuid:uid>/display", views.display, name="display"),
    path("<uuid:uid>/poster", views.display, name="poster"),
    path("<uuid:uid>/", views.download, name="download"),
    path("<uuid:uid>/<str:name>", views.download, name="download_named"),
]
