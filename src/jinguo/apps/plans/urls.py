"""Addresses of the plans."""

from django.urls import path

from jinguo.apps.plans.views import duties, indicators, making, measures, mine, periods, setup, wall

app_name = "plans"

_MINE = "parts/<uuid:uid>/reports/<uuid:period>/"

urlpatterns = [
    path("", setup.plans, name="list"),
    path("new/", setup.new, name="new"),
    path("of-document/<uuid:uid>/", making.make, name="make"),
    path("mine/", mine.mine, name="mine"),
    path("<uuid:uid>/", setup.plan, name="plan"),
    path("<uuid:uid>/settings/", setup.settings, name="settings"),
    path("<uuid:uid>/put-in-force", setup.put_in_force, name="put_in_force"),
    path("<uuid:uid>/close", setup.close, name="close"),
    path("<uuid:uid>/wall/", wall.wall, name="wall"),
    path("<uuid:uid>/figures/", wall.unit_figures, name="figures"),
    path("<uuid:uid>/objectives/", measures.objectives, name="objectives"),
    path("<uuid:uid>/periods/", periods.periods, name="periods"),
    path("<uuid:uid>/periods/lay-out", periods.lay_out, name="lay_out"),
    path("<uuid:uid>/measures/new/", measures.new, name="measure_new"),
    path("measures/<uuid:uid>/", measures.measure, name="measure"),
    path("measures/<uuid:uid>/edit/", measures.edit, name="measure_edit"),
    path("measures/<uuid:uid>/split/", measures.split, name="measure_split"),
    path("measures/<uuid:uid>/merge/", measures.merge, name="measure_merge"),
    path("measures/<uuid:uid>/end/", measures.end, name="measure_end"),
    path("measures/<uuid:uid>/money/", measures.budget, name="budget"),
    path("measures/<uuid:uid>/carry/", measures.carry, name="carry"),
    path("measures/<uuid:uid>/end-carrying", measures.end_carrying, name="end_carrying"),
    path("measures/<uuid:uid>/implement/", measures.implement, name="implement"),
    path("measures/<uuid:uid>/objective", measures.objective, name="objective"),
    path("measures/<uuid:uid>/units/new/", duties.give, name="duty_give"),
    path("measures/<uuid:uid>/indicators/new/", indicators.new, name="indicator_new"),
    path("units/<uuid:uid>/match/", duties.match, name="duty_match"),
    path("units/<uuid:uid>/settle/", duties.settle, name="duty_settle"),
    path("units/<uuid:uid>/pass-on/", duties.pass_on, name="duty_pass_on"),
    path("units/<uuid:uid>/release/", duties.release, name="duty_release"),
    path("indicators/<uuid:uid>/", indicators.indicator, name="indicator"),
    path("indicators/<uuid:uid>/edit/", indicators.edit, name="indicator_edit"),
    path("indicators/<uuid:uid>/settle", indicators.settle, name="indicator_settle"),
    path("periods/<uuid:uid>/", periods.period, name="period"),
    path("periods/<uuid:uid>/open/", periods.open_, name="period_open"),
    path("periods/<uuid:uid>/lock", periods.lock, name="period_lock"),
    path("periods/<uuid:uid>/reopen/", periods.reopen, name="period_reopen"),
    path("periods/<uuid:uid>/locked/<int:number>/", periods.locking, name="locking"),
    path("reports/<uuid:uid>/", periods.read, name="read"),
    path("reports/<uuid:uid>/approve", periods.approve, name="approve"),
    path("reports/<uuid:uid>/return/", periods.give_back, name="give_back"),
    path("parts/<uuid:uid>/", mine.duty, name="duty"),
    path("parts/<uuid:uid>/accept/", mine.accept, name="accept"),
    path("parts/<uuid:uid>/dispute/", mine.dispute, name="dispute"),
    path("parts/<uuid:uid>/liaison/", mine.liaison, name="liaison"),
    path("parts/<uuid:uid>/tasks/new/", mine.task_new, name="task_new"),
    path("tasks/<uuid:uid>/", mine.task, name="task"),
    path(_MINE, mine.report, name="report"),
    path(_MINE + "evidence", mine.evidence, name="evidence"),
    path(_MINE + "evidence/remove", mine.evidence_remove, name="evidence_remove"),
    path(_MINE + "take-back", mine.take_back, name="take_back"),
]
