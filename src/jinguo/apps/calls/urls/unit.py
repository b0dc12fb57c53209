"""Where a unit's liaison nominates."""

from django.urls import path

from jinguo.apps.calls.views import unit

urlpatterns = [
    path("", unit.calls.unit_calls, name="unit_calls"),
    path("calls/<uuid:call>/<uuid:unit>/", unit.calls.unit_call, name="unit_call"),
    path("calls/<uuid:call>/<uuid:unit>/start/", unit.calls.unit_start, name="unit_start"),
    path("<uuid:uid>/", unit.filling.nomination, name="unit_nomination"),
    path("<uuid:uid>/save/", unit.filling.save, name="unit_save"),
    path("<uuid:uid>/open/", unit.filling.open_field, name="unit_open_field"),
    path("<uuid:uid>/category/", unit.filling.category, name="unit_category"),
    path("<uuid:uid>/hand-in/", unit.handing.hand_in, name="unit_hand_in"),
    path("<uuid:uid>/take-back/", unit.handing.take_back, name="unit_take_back"),
    path("<uuid:uid>/discard/", unit.handing.discard, name="unit_discard"),
    path("<uuid:uid>/receipt/", unit.handing.receipt, name="unit_receipt"),
    path("<uuid:uid>/history/", unit.handing.history, name="unit_history"),
    path("<uuid:uid>/print/", unit.handing.print_view, name="unit_print"),
    path("<uuid:uid>/form/", unit.handing.word_form, name="unit_word_form"),
    path("<uuid:uid>/materials/<slug:key>/", unit.materials.add, name="unit_material_add"),
    path("materials/<uuid:uid>/remove/", unit.materials.remove, name="unit_material_remove"),
    path("materials/<uuid:uid>/move/", unit.materials.move, name="unit_material_move"),
    path("materials/<uuid:uid>/code/", unit.materials.code, name="unit_material_code"),
    path("<uuid:uid>/ask/", unit.asking.ask, name="unit_ask"),
    path("<uuid:uid>/ask/revoke/", unit.asking.revoke, name="unit_ask_revoke"),
]
