"""Where those who lead an organisation look."""

from django.urls import path

from jinguo.apps.calls.views import leader

urlpatterns = [
    path("", leader.board, name="leader_board"),
    path("<uuid:uid>/", leader.call, name="leader_call"),
]
