"""Where an officer brings a call into being."""

from django.urls import path

from jinguo.apps.calls.views.setup import (
    begin,
    eligibility,
    hub,
    lists,
    materials,
    registration,
    settings,
    units,
)

urlpatterns = [
    path("new/", begin.new, name="setup_new"),
    path("<uuid:uid>/copy/", begin.copy, name="copy"),
    path("<uuid:uid>/setup/", hub.hub, name="setup"),
    path("<uuid:uid>/setup/check/", hub.check, name="setup_check"),
    path("<uuid:uid>/setup/open/", hub.open_call, name="setup_open"),
    path("<uuid:uid>/setup/cancel/", hub.cancel, name="setup_cancel"),
    path("<uuid:uid>/setup/basics/", settings.basics, name="setup_basics"),
    path("<uuid:uid>/setup/dates/", settings.dates, name="setup_dates"),
    path("<uuid:uid>/setup/categories/", lists.categories, name="setup_categories"),
    path("<uuid:uid>/setup/units/", units.units, name="setup_units"),
    path("<uuid:uid>/setup/units/invite/", units.invite, name="setup_invite"),
    path("<uuid:uid>/setup/units/invite/confirmed/", units.invite_confirmed, name="setup_invite_confirmed"),
    path("<uuid:uid>/setup/units/uninvite/", units.uninvite, name="setup_uninvite"),
    path("<uuid:uid>/setup/form/", registration.form, name="setup_form"),
    path("<uuid:uid>/setup/form/<slug:kind>/new/", registration.field, name="setup_field_new"),
    path("<uuid:uid>/setup/form/<slug:kind>/arrange/", registration.arrange, name="setup_form_arrange"),
    path("<uuid:uid>/setup/form/<slug:kind>/preview/", registration.preview, name="setup_form_preview"),
    path("<uuid:uid>/setup/form/<slug:kind>/word/", registration.word, name="setup_form_word"),
    path("<uuid:uid>/setup/form/<slug:kind>/field/<slug:key>/", registration.field, name="setup_field"),
    path("<uuid:uid>/setup/materials/", materials.materials, name="setup_materials"),
    path("<uuid:uid>/setup/materials/new/<slug:kind>/", materials.material, name="setup_material_new"),
    path("<uuid:uid>/setup/materials/<slug:kind>/<slug:key>/", materials.material, name="setup_material"),
    path("<uuid:uid>/setup/materials/<slug:key>/", materials.remove, name="setup_material_remove"),
    path("<uuid:uid>/setup/eligibility/", eligibility.eligibility, name="setup_eligibility"),
    path("<uuid:uid>/setup/eligibility/<slug:key>/", eligibility.rule, name="setup_rule"),
    path("<uuid:uid>/setup/eligibility/<slug:key>/remove/", eligibility.remove, name="setup_rule_remove"),
    path("<uuid:uid>/setup/consent/", settings.consent, name="setup_consent"),
    path("<uuid:uid>/setup/review/", lists.review, name="setup_review"),
]
