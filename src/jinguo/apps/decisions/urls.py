"""Addresses of the decisions."""

from django.urls import path

from jinguo.apps.decisions.views import approving, asking, deciding, policy, records, revoking

app_name = "decisions"

urlpatterns = [
    path("records/", records.records, name="records"),
    path("records/<uuid:uid>/", records.record, name="record"),
    path("records/<uuid:uid>/verify", records.verify, name="verify"),
    path("records/<uuid:uid>/record.json", records.download, name="download"),
    path("calls/<uuid:uid>/", deciding.decide, name="decide"),
    path("calls/<uuid:uid>/look/", deciding.look, name="look"),
    path("calls/<uuid:uid>/rules/", policy.policy, name="policy"),
    path("calls/<uuid:uid>/what-if/", asking.what_if, name="what_if"),
    path("calls/<uuid:uid>/marks/", asking.marks, name="marks"),
    path("approvals/<uuid:uid>/", approving.approval, name="approval"),
    path("approvals/<uuid:uid>/approve", approving.approve, name="approve"),
    path("approvals/<uuid:uid>/give-back", approving.give_back, name="give_back"),
    path("approvals/<uuid:uid>/take-back", approving.take_back, name="take_back"),
    path("honours/<uuid:uid>/", revoking.honour, name="honour"),
    path("revocations/<uuid:uid>/", revoking.revocation, name="revocation"),
    path("revocations/<uuid:uid>/approve", revoking.approve_revocation, name="revocation_approve"),
    path("revocations/<uuid:uid>/give-back", revoking.give_back_revocation, name="revocation_give_back"),
    path("revocations/<uuid:uid>/take-back", revoking.take_back_revocation, name="revocation_take_back"),
]
