"""Addresses of a person's own side, and of what her keeper answers."""

from django.urls import path

from jinguo.apps.registry.views import mine, photos, requests

app_name = "rights"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/reveal", mine.reveal, name="reveal"),
    path("mine/correct/", mine.correct, name="correct"),
    path("mine/still-right", mine.still_right, name="still_right"),
    path("mine/consents/", mine.consents, name="consents"),
    path("mine/consents/agree", mine.agree, name="agree"),
    path("mine/consents/disagree", mine.disagree, name="disagree"),
    path("mine/leave/", mine.leave, name="leave"),
    path("mine/leave/stay", mine.stay, name="stay"),
    path("mine/photo/", photos.put_own, name="photo"),
    path("mine/photo/away", photos.take_own_away, name="photo_away"),
    path("mine/copy", mine.copy, name="copy"),
    path("mine/claim/<str:token>/", mine.claim, name="claim"),
    path("requests/", requests.requests, name="requests"),
    path("requests/invite/<uuid:uid>/", requests.invite, name="invite"),
    path("requests/claims/<uuid:uid>/answer", requests.answer_claim, name="answer_claim"),
    path("requests/erasures/<uuid:uid>/", requests.erasure, name="erasure"),
]
