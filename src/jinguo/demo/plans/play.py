"""Plays the policies and plans, after everything else of the demo: today's selections carry some of the measures."""

from __future__ import annotations

from jinguo.apps.calls.models import Call
from jinguo.apps.clock import held_at
from jinguo.apps.plans import actions
from jinguo.demo.people import keep_password
from jinguo.demo.plans import association_story, city_story, departments, library
from jinguo.demo.stage import Stage, moment


def play(stage: Stage, carrier: Call) -> None:
    """The library first, then the city's action, then the association's plan, which carries some of it out."""
    with held_at(moment(11, 18, 9, 0, 2024)):
        all_eight = departments.found(stage.city)
    papers = library.fill(stage)
    higher = city_story.play(stage, papers["city"], all_eight, carrier)
    association_story.play(stage, papers["association"], higher)
    with held_at(moment(10, 12, 2)):
        actions.nightly()
        for one in all_eight.values():
            keep_password(
                one.by
            )  # two years old by now: its age would send everybody to the form for a new one
