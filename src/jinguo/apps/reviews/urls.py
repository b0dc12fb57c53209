"""Addresses of the review: the expert's and the officer's."""

from django.urls import path

from jinguo.apps.reviews.views import assigning, board, expert, pool, rounds

app_name = "reviews"

urlpatterns = [
    path("", expert.my_rounds, name="my_rounds"),
    path("rounds/<uuid:uid>/", expert.desk, name="desk"),
    path("rounds/<uuid:uid>/next/", expert.go_on, name="go_on"),
    path("rounds/<uuid:uid>/promise/", expert.promise, name="promise"),
    path("read/<uuid:uid>/", expert.read, name="read"),
    path("read/<uuid:uid>/save", expert.save, name="save"),
    path("read/<uuid:uid>/conflict/", expert.conflict, name="conflict"),
    path("read/<uuid:uid>/files/<uuid:material>/", expert.file, name="file"),
    path("read/<uuid:uid>/files/<uuid:material>/display", expert.picture, name="picture"),
    path("experts/", pool.experts, name="experts"),
    path("experts/add/", pool.add, name="expert_add"),
    path("experts/<uuid:uid>/", pool.edit, name="expert"),
    path("experts/<uuid:uid>/invite", pool.invite, name="expert_invite"),
    path("experts/<uuid:uid>/active", pool.active, name="expert_active"),
    path("calls/<uuid:uid>/", board.board, name="board"),
    path("calls/<uuid:uid>/assigning/", assigning.assigning, name="assigning"),
    path("calls/<uuid:uid>/replace/<uuid:expert>/", assigning.replace, name="replace"),
    path("plans/<uuid:uid>/publish", assigning.publish, name="plan_publish"),
    path("plans/<uuid:uid>/undo", assigning.undo, name="plan_undo"),
    path("plans/<uuid:uid>/drop", assigning.drop, name="plan_drop"),
    path("plans/<uuid:uid>/<uuid:nomination>/", assigning.panel, name="plan_panel"),
    path("calls/<uuid:uid>/remind/", board.remind, name="remind"),
    path("calls/<uuid:uid>/scores.xlsx", board.export, name="export"),
    path("calls/<uuid:uid>/pass-on/", rounds.pass_on, name="pass_on"),
    path("calls/<uuid:uid>/next-round/", rounds.next_round, name="next_round"),
    path("calls/<uuid:uid>/plan-round/", rounds.plan_round, name="plan_round"),
    path("calls/<uuid:uid>/drop-round", rounds.drop_round, name="drop_round"),
    path("nominations/<uuid:uid>/", board.nomination, name="nomination"),
    path("nominations/<uuid:uid>/assign", board.assign, name="assign"),
    path("nominations/<uuid:uid>/conflicts/<uuid:expert>/lift/", board.lift_conflict, name="lift_conflict"),
    path("assignments/<uuid:uid>/release/", board.release, name="release"),
    path("assignments/<uuid:uid>/reopen/", board.reopen, name="reopen"),
]
