"""Addresses of the panel meetings: the secretary's and the members'."""

from django.urls import path

from jinguo.apps.meetings.views import member, preparing, room

app_name = "meetings"

urlpatterns = [
    path("", preparing.mine, name="mine"),
    path("rounds/<uuid:uid>/", preparing.plan, name="plan"),
    path("<uuid:uid>/prepare/", preparing.prepare, name="prepare"),
    path("<uuid:uid>/facts/", preparing.facts, name="facts"),
    path("<uuid:uid>/members/", preparing.members, name="members"),
    path("<uuid:uid>/agenda/", preparing.agenda, name="agenda"),
    path("<uuid:uid>/votes/new/", preparing.vote_new, name="vote_new"),
    path("votes/<uuid:uid>/edit/", preparing.vote_edit, name="vote_edit"),
    path("votes/<uuid:uid>/remove", preparing.vote_remove, name="vote_remove"),
    path("<uuid:uid>/room/", room.room, name="room"),
    path("<uuid:uid>/open", room.begin, name="open"),
    path("<uuid:uid>/close", room.close, name="close"),
    path("<uuid:uid>/remarks/", room.remarks, name="remarks"),
    path("<uuid:uid>/minutes.docx", room.minutes_file, name="minutes"),
    path("members/<uuid:uid>/attend", room.attend, name="attend"),
    path("members/<uuid:uid>/excuse/", room.excuse, name="excuse"),
    path("items/<uuid:uid>/", room.item, name="item"),
    path("votes/<uuid:uid>/open", room.vote_open, name="vote_open"),
    path("votes/<uuid:uid>/close", room.vote_close, name="vote_close"),
    path("votes/<uuid:uid>/announce", room.vote_announce, name="vote_announce"),
    path("votes/<uuid:uid>/again", room.vote_again, name="vote_again"),
    path("votes/<uuid:uid>/annul/", room.vote_annul, name="vote_annul"),
    path("<uuid:uid>/", member.seat, name="seat"),
    path("<uuid:uid>/check-in", member.check_in, name="check_in"),
    path("<uuid:uid>/leave", member.leave, name="leave"),
    path("<uuid:uid>/conflicts/<uuid:nomination>/", member.conflict, name="conflict"),
    path("votes/<uuid:uid>/", member.ballot, name="ballot"),
    path("votes/<uuid:uid>/result/", member.result, name="result"),
]
