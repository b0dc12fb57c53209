"""Each kind of conflict between one nomination and one expert: a function that yields how sure, and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jinguo.engines.expertise.conflict_rules import Kind
from jinguo.engines.expertise.pairing import Pairing, home_key, ref_keys, same_person, title_key
from jinguo.engines.expertise.persons import SURE, Person, PersonRef, Post, Sureness, Work, lower, refers
from jinguo.reasons import Reason

__all__ = ["CHECKS", "Found"]

Found = tuple[Sureness, Reason]
_WORKS: dict[str, Kind] = {"paper": "joint_paper", "project": "joint_project", "award": "joint_award"}


def nominee_herself(pair: Pairing) -> Iterator[Found]:
    """The expert is one of those nominated."""
    for nominee in pair.nomination.nominees:
        if sure := same_person(nominee, pair.judge, pair.relate):
            yield (
                sure,
                Reason.warning("recusal_nominee_herself", nominee=nominee.name, expert=pair.judge.name),
            )


def on_the_list(pair: Pairing) -> Iterator[Found]:
    """The expert is nominated herself in the same selection, as another item."""
    for item, sure in pair.listed:
        if item != pair.nomination.id:
            yield sure, Reason.warning("recusal_on_the_list", expert=pair.judge.name, item=item)


def relative(pair: Pairing) -> Iterator[Found]:
    """One names the other as a relative."""
    for nominee in pair.nomination.nominees:
        yield from _mentions(
            pair, nominee, lambda p: p.relatives, lambda a, b: Reason.warning("recusal_relative", nominee=a, expert=b)
        )  # fmt: skip


def teacher_student(pair: Pairing) -> Iterator[Found]:
    """One taught the other, by either's list."""
    judge = pair.judge
    for nominee in pair.nomination.nominees:
        taught = Reason.warning("recusal_teacher_of", nominee=nominee.name, expert=judge.name)
        learnt = Reason.warning("recusal_student_of", nominee=nominee.name, expert=judge.name)
        for refs, person, reason in (
            (nominee.teachers, judge, taught),
            (nominee.students, judge, learnt),
            (judge.students, nominee, taught),
            (judge.teachers, nominee, learnt),
        ):
            for ref in refs:
                if sure := refers(ref, person, pair.relate):
                    yield sure, reason


def same_teacher(pair: Pairing) -> Iterator[Found]:
    """Both name one teacher."""
    own = {key: ref for ref in pair.judge.teachers for key in ref_keys(ref)}
    for nominee in pair.nomination.nominees:
        for ref in nominee.teachers:
            if own.keys() & ref_keys(ref):
                yield (
                    "possible",
                    Reason.warning(
                        "recusal_same_teacher",
                        nominee=nominee.name,
                        expert=pair.judge.name,
                        teacher=ref.name,
                    ),
                )


def same_unit(pair: Pairing) -> Iterator[Found]:
    """Both are, or were within the years of the rule, in one unit or in units of one whole."""
    since = pair.since("same_unit")
    for nominee in pair.nomination.nominees:
        for post in nominee.posts:
            for own in pair.judge.posts:
                yield from _units(pair, nominee, post, own, since)


def nominating_unit(pair: Pairing) -> Iterator[Found]:
    """The expert is in the unit that nominates."""
    for unit in pair.nomination.nominating_units:
        for own in pair.judge.posts:
            found = pair.relate(unit, own.unit) if _present(own, pair.year) else None
            if found:
                yield (
                    pair.rules.units.get(found.kind, "possible"),
                    Reason.warning("recusal_nominating_unit", unit=unit, own_unit=own.unit),
                )


def nominator(pair: Pairing) -> Iterator[Found]:
    """The expert nominates."""
    for ref in pair.nomination.nominators:
        if sure := refers(ref, pair.judge, pair.relate):
            yield sure, Reason.warning("recusal_nominator", expert=pair.judge.name)


def opinion_giver(pair: Pairing) -> Iterator[Found]:
    """The expert gave an opinion on the nomination."""
    for ref in pair.nomination.opinion_givers:
        if sure := refers(ref, pair.judge, pair.relate):
            yield sure, Reason.warning("recusal_opinion_giver", expert=pair.judge.name)


def declared_by_nominee(pair: Pairing) -> Iterator[Found]:
    """The nominee's side asks that the expert keep away."""
    for ref in pair.nomination.avoid:
        if ref.id and ref.id == pair.expert.id:
            yield "certain", Reason.warning("recusal_declared_by_nominee", expert=pair.judge.name)
        elif sure := refers(ref, pair.judge, pair.relate):
            yield sure, Reason.warning("recusal_declared_by_nominee", expert=pair.judge.name)


def declared_by_expert(pair: Pairing) -> Iterator[Found]:
    """The expert declares the item, a person or a unit."""
    for text in pair.expert.declares:
        if text == pair.nomination.id:
            yield "certain", Reason.warning("recusal_declared_item", expert=pair.judge.name)
        for nominee in pair.nomination.nominees:
            if refers(PersonRef(text), nominee, pair.relate):
                yield (
                    "certain",
                    Reason.warning("recusal_declared_person", expert=pair.judge.name, nominee=nominee.name),
                )
            for post in nominee.posts:
                found = pair.relate(text, post.unit) if _present(post, pair.year) else None
                if found:
                    yield (
                        pair.rules.units.get(found.kind, "possible"),
                        Reason.warning("recusal_declared_unit", expert=pair.judge.name, unit=post.unit),
                    )


def family_home(pair: Pairing) -> Iterator[Found]:
    """The same family name and the same home: a hint, no more."""
    own = home_key(pair.judge)
    for nominee in pair.nomination.nominees:
        if own and home_key(nominee) == own:
            yield (
                "possible",
                Reason.warning(
                    "recusal_family_home",
                    nominee=nominee.name,
                    expert=pair.judge.name,
                    home=nominee.home,
                ),
            )


def joint_paper(pair: Pairing) -> Iterator[Found]:
    """Both have a part in one paper."""
    yield from _joint(pair, "paper")


def joint_project(pair: Pairing) -> Iterator[Found]:
    """Both have a part in one project."""
    yield from _joint(pair, "project")


def joint_award(pair: Pairing) -> Iterator[Found]:
    """Both have a part in one award."""
    yield from _joint(pair, "award")


def joint_at_one_remove(pair: Pairing) -> Iterator[Found]:
    """Somebody worked with both. Left out where the two worked together themselves: that is told already."""
    since = pair.since("joint_at_one_remove")
    if any(True for kind in _WORKS for _ in _joint(pair, kind, since)):
        return
    theirs = pair.known.partners(pair.judge, since, pair.rules.largest_work)
    for nominee in pair.nomination.nominees:
        ours = pair.known.partners(nominee, since, pair.rules.largest_work)
        both = sorted({ours[key] for key in ours.keys() & theirs.keys()})
        if both:
            yield (
                "possible",
                Reason.warning(
                    "recusal_joint_at_one_remove",
                    nominee=nominee.name,
                    expert=pair.judge.name,
                    through=tuple(both[:3]),
                    count=len(both),
                ),
            )


CHECKS: dict[Kind, Callable[[Pairing], Iterator[Found]]] = {
    "nominee_herself": nominee_herself,
    "on_the_list": on_the_list,
    "relative": relative,
    "declared_by_nominee": declared_by_nominee,
    "declared_by_expert": declared_by_expert,
    "same_unit": same_unit,
    "nominating_unit": nominating_unit,
    "nominator": nominator,
    "opinion_giver": opinion_giver,
    "teacher_student": teacher_student,
    "same_teacher": same_teacher,
    "joint_paper": joint_paper,
    "joint_project": joint_project,
    "joint_award": joint_award,
    "joint_at_one_remove": joint_at_one_remove,
    "family_home": family_home,
}
"""The check of every kind."""


def _mentions(
    pair: Pairing,
    nominee: Person,
    of: Callable[[Person], tuple[PersonRef, ...]],
    reason: Callable[[str, str], Reason],
) -> Iterator[Found]:
    """Either of the two mentions the other."""
    for person, other in ((nominee, pair.judge), (pair.judge, nominee)):
        for ref in of(person):
            if sure := refers(ref, other, pair.relate):
                yield sure, reason(nominee.name, pair.judge.name)


def _units(pair: Pairing, nominee: Person, post: Post, own: Post, since: int | None) -> Iterator[Found]:
    found = pair.relate(post.unit, own.unit)
    if not found:
        return
    sure = pair.rules.units.get(found.kind, "possible")
    params = {
        "nominee": nominee.name,
        "expert": pair.judge.name,
        "unit": post.unit,
        "own_unit": own.unit,
        "relation": f"unit_{found.kind}",
    }
    if _present(post, pair.year) and _present(own, pair.year):
        yield sure, Reason.warning("recusal_same_unit", **params)
        return
    last = min(year for year in (post.until, own.until) if year is not None)
    if since is None or last >= since:
        step: Sureness = "likely" if sure == "certain" else "possible"
        yield step, Reason.warning("recusal_former_unit", **params, until=last)


def _present(post: Post, year: int) -> bool:
    return post.until is None or post.until >= year


def _joint(pair: Pairing, kind: str, since: int | None = None) -> Iterator[Found]:
    since = pair.since(_WORKS[kind]) if since is None else since
    for nominee in pair.nomination.nominees:
        if not pair.known.share_work(nominee, pair.judge):
            continue
        for work in _recent(nominee.works, kind, since):
            if sure := _took_part(work, pair.judge, pair):
                yield _told(sure, work, nominee, pair)
        for work in _recent(pair.judge.works, kind, since):
            sure = None if _in_list(work, nominee.works) else _took_part(work, nominee, pair)
            if sure:
                yield _told(sure, work, nominee, pair)


def _recent(works: tuple[Work, ...], kind: str, since: int | None) -> Iterator[Work]:
    for work in works:
        if work.kind == kind and (since is None or work.year is None or work.year >= since):
            yield work


def _took_part(work: Work, person: Person, pair: Pairing) -> Sureness | None:
    """A work in both lists is certain; a name among its people is as sure as the name."""
    if _in_list(work, person.works):
        sure: Sureness | None = "certain"
    else:
        found = [s for ref in work.people if (s := refers(ref, person, pair.relate))]
        sure = min(found, key=SURE.index, default=None)
    return lower(sure, "possible") if sure and len(work.people) > pair.rules.largest_work else sure


def _in_list(work: Work, works: tuple[Work, ...]) -> bool:
    key = title_key(work.title)
    for other in works:
        if other.kind != work.kind:
            continue
        if work.id and other.id == work.id:
            return True
        near = None in (work.year, other.year) or abs((work.year or 0) - (other.year or 0)) <= 1
        if key and near and title_key(other.title) == key:
            return True
    return False


def _told(sure: Sureness, work: Work, nominee: Person, pair: Pairing) -> Found:
    return sure, Reason.warning(
        "recusal_joint_work",
        kind=f"work_{work.kind}",
        title=work.title or work.id,
        year=work.year or "?",
        nominee=nominee.name,
        expert=pair.judge.name,
        people=len(work.people),
    )
