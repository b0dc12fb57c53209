"""Addresses of the policy library."""

from django.urls import path

from jinguo.apps.policies.views import making, reading, shown, taking_in

app_name = "policies"

urlpatterns = [
    path("", shown.library_page, name="library"),
    path("entitlements/", shown.entitlements, name="entitlements"),
    path("new/", taking_in.add, name="add"),
    path("<uuid:uid>/", shown.document, name="document"),
    path("<uuid:uid>/read/", reading.read, name="read"),
    path("<uuid:uid>/read/again", taking_in.read_again, name="read_again"),
    path("<uuid:uid>/paste", taking_in.paste, name="paste"),
    path("<uuid:uid>/accept-sure", reading.accept_sure, name="accept_sure"),
    path("<uuid:uid>/values/new/", reading.add_value, name="add_value"),
    path("<uuid:uid>/values/<uuid:item_uid>/", reading.value, name="value"),
    path("<uuid:uid>/describe/", reading.describe, name="describe"),
    path("<uuid:uid>/relate", reading.relate, name="relate"),
    path("<uuid:uid>/make-call/", making.make_call, name="make_call"),
]
