"""Plays the demo on an empty database: the city, its main selection from notice to result, four calls of today,
and two plans."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from jinguo.apps import ids
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import held_at
from jinguo.demo import correspondence, main_selection, media, panel, pictures, side_calls
from jinguo.demo.people import City, found_city, nominees
from jinguo.demo.plans import play as plans
from jinguo.demo.stage import Stage, moment, scenes_of

SEED = "jinguo demo 2026"
PLAYED = 62
"""How many nominees the play uses; their photos are drawn beforehand."""

ACTS = 11

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Played:
    """What the demo's paperwork and its list of accounts need to know."""

    city: City
    main: Call
    above: Call
    nominee_token: str


def play(tell: Tell) -> Played:
    """Play everything. The same seed gives the same people, the same ids, the same decisions.

    ``tell(what, done, total)`` hears of the progress.
    """
    source = random.Random(SEED)
    with ids.seeded(SEED):
        with held_at(moment(8, 20, 9)):
            city = found_city(source)
        women = list(itertools.islice(nominees(source), PLAYED))
        stage = _stage(city, source, women, tell)
        cast = iter(women)
        tell("play", 1, ACTS)
        above, main = main_selection.open_calls(stage)
        main_selection.nominate_all(stage, main, cast)
        tell("play", 2, ACTS)
        main_selection.check_all(stage, main)
        tell("play", 3, ACTS)
        correspondence.review_by_correspondence(stage, main)
        tell("play", 4, ACTS)
        panel.meet_and_vote(stage, main)
        tell("play", 5, ACTS)
        main_selection.decide_and_post(stage, main)
        main_selection.hear_objections(stage, main)
        main_selection.finish(stage, main, above)
        tell("play", 6, ACTS)
        token = side_calls.open_call_for_all_kinds(stage, cast)
        tell("play", 7, ACTS)
        again = iter(women)
        side_calls.call_under_review(stage, again)
        tell("play", 8, ACTS)
        side_calls.call_in_a_meeting(stage, again)
        tell("play", 9, ACTS)
        side_calls.call_on_notice(stage, again)
        tell("play", 10, ACTS)
        plans.play(stage, main)
        tell("play", ACTS, ACTS)
        main.refresh_from_db()
        return Played(city, main, above, token)


def _stage(city: City, source: random.Random, women: list, tell: Tell) -> Stage:
    wanted = [(one.seed, scene) for one in women[: main_selection.COMPLETE + 9] for scene in scenes_of(one)]
    return Stage(
        city=city,
        source=source,
        photos=pictures.photos_of(wanted, lambda done, total: tell("photos", done, total)),
        videos=pictures.videos_of(media.SCENES, lambda done, total: tell("videos", done, total)),
        scan=media.stamped_scan(7, "pdf"),
    )
