"""Addresses of messages."""

from django.urls import path

from jinguo.apps.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read", views.read_all, name="read_all"),
    path("sent/", views.sent, name="sent"),
    path("sent/<uuid:uid>/", views.sent_message, name="sent_message"),
    path("sent/<uuid:uid>/again", views.send_again, name="send_again"),
    path("<uuid:uid>/", views.message, name="message"),
]
