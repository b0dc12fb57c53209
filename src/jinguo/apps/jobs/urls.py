"""Addresses of background work."""

from django.urls import path

from jinguo.apps.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:uid>/", views.status, name="status"),
    path("<uuid:uid>/cancel", views.cancel, name="cancel"),
]
