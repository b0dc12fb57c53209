"""Addresses of units, roles and invitations."""

from django.urls import path

from jinguo.apps.organisations.views import acting, calendar, invitations, units

app_name = "organisations"

urlpatterns = [
    path("organisations/", units.units, name="list"),
    path("organisations/act-for/", acting.act_for, name="act_for"),
    path("organisations/new/", units.add, name="add"),
    path("organisations/invite-liaisons/", invitations.invite_many, name="invite_many"),
    path(
        "organisations/invite-liaisons/confirmed/",
        invitations.invite_many_confirmed,
        name="invite_many_confirmed",
    ),
    path("organisations/calendar/", calendar.calendar, name="calendar"),
    path("organisations/calendar/<int:pk>/remove/", calendar.remove, name="calendar_remove"),
    path("organisations/<uuid:uid>/", units.unit, name="unit"),
    path("organisations/<uuid:uid>/close/", units.close, name="close"),
    path("organisations/<uuid:uid>/edit/", units.edit, name="edit"),
    path("organisations/<uuid:uid>/former-names/", units.add_former_name, name="add_former_name"),
    path(
        "organisations/<uuid:uid>/former-names/<int:pk>/remove/",
        units.remove_former_name,
        name="remove_former_name",
    ),
    path("organisations/<uuid:uid>/invite/", invitations.invite, name="invite"),
    path("organisations/<uuid:uid>/people/<int:pk>/end/", units.end_role, name="end_role"),
    path("organisations/invitations/<uuid:uid>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
