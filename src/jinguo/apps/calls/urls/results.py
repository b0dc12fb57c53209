"""Where an officer decides on notice, objections, result and paperwork."""

from django.urls import path

from jinguo.apps.calls.views import results

urlpatterns = [
    path("<uuid:uid>/results/", results.results, name="results"),
    path("<uuid:uid>/results/record.json", results.record, name="results_record"),
    path("<uuid:uid>/results/notice/", results.post_notice, name="notice_new"),
    path("<uuid:uid>/results/notice/preview", results.preview, name="notice_preview"),
    path("<uuid:uid>/results/notice/withdraw/", results.withdraw, name="notice_withdraw"),
    path("<uuid:uid>/results/final/", results.make_final, name="make_final"),
    path("<uuid:uid>/results/objections/", results.objections, name="objections"),
    path("<uuid:uid>/results/objections/new/", results.enter_objection, name="objection_new"),
    path("objections/<uuid:uid>/", results.objection, name="objection"),
    path("objections/<uuid:uid>/take-up", results.take_up, name="objection_take_up"),
    path("objections/<uuid:uid>/unmask", results.unmask, name="objection_unmask"),
    path("objections/<uuid:uid>/investigate/", results.investigation_new, name="investigation_new"),
    path("investigations/<uuid:uid>/", results.investigation, name="investigation"),
    path("<uuid:uid>/results/hand-up/", results.forward, name="forward"),
    path("<uuid:uid>/documents/", results.documents, name="documents"),
    path("<uuid:uid>/documents/take", results.take, name="documents_take"),
    path("<uuid:uid>/documents/strokes/", results.strokes, name="strokes"),
    path("documents/form/<uuid:uid>/", results.form_paper, name="form_paper"),
]
