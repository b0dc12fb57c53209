"""Addresses of units, roles and invitations."""

from django.urls import path

from jinguo.apps.organisations import views

app_name = "organisations"

urlpatterns = [
    path("organisations/act-for/", views.act_for, name="act_for"),
]
