"""What the records say of nominees and experts, as the engine of conflicts takes it.

Of a nomination: who is nominated (a person, the leader and members of a team, the authors of a work), with units and
homes as far as the form asks for them; who nominates; experts to be avoided, where the form has a field
``avoid_experts``. Of an expert: her posts, her home, and the relations that she stated. Sealed values of forms stay sealed.

Import it where it is needed: it loads NumPy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinguo.apps import vault
from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.models import Nomination as Nominated
from jinguo.apps.clock import today
from jinguo.apps.organisations.models import FormerName, Organisation
from jinguo.apps.reviews.models import Expert as InPool
from jinguo.apps.reviews.models import ExpertRelation
from jinguo.engines.expertise import Conflicts, Expert, Finding, Nomination, Person, PersonRef, Post, Work
from jinguo.engines.forms import AVOID_EXPERTS
from jinguo.standards.units import UnitRegister, shipped_register

_PEOPLE = ("members", "authors")
_NOMINATORS = ("nominators", "nominator", "recommenders", "recommender", "referees")
_HOMES = ("native_place", "home")
MOST_AVOIDED = 3
_WANTED = (
    "leader_name", "leader_unit_and_post", "host_unit", "unit_name", "head_name", "unit_and_post",
    *_PEOPLE, *_NOMINATORS, *_HOMES, AVOID_EXPERTS,
)  # fmt: skip
_WORKS = {"relation_paper": "paper", "relation_project": "project", "relation_award": "award"}
_SEPARATORS = re.compile(r"[;；,，、\n]+")


def look_for(
    nominations: Sequence[Nominated],
    experts: Sequence[InPool],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """All that speaks against one of these experts for one of these nominations. Ids are the records' uids.

    ``progress`` is told after each nomination how many are done, and may raise to stop.
    """
    listed = nominations_of(nominations)
    judges = [expert_of(one) for one in with_facts(experts)]
    return Conflicts(today().year, register=register(), nominations=listed).find(listed, judges, progress)


def with_facts(experts: Sequence[InPool]) -> list[InPool]:
    """The experts with their posts and relations, in two queries."""
    pks = [one.pk for one in experts]
    return list(InPool.objects.filter(pk__in=pks).prefetch_related("posts", "relations").order_by("pk"))


def register() -> UnitRegister:
    """The shipped names of units with the short and former ones that the office keeps itself."""
    short = Organisation.objects.exclude(short_name="").values_list("short_name", "name")
    former = FormerName.objects.values_list("name", "organisation__name")
    return shipped_register().with_names(short=dict(short), renamed=dict(former))


def nominations_of(nominations: Sequence[Nominated]) -> list[Nomination]:
    """Nominations for the engine; one query for what their forms say."""
    said: dict[int, dict[str, Any]] = {}
    for row in call_queries.field_values(nominations, _WANTED).filter(sealed=""):
        said.setdefault(row.nomination_id, {})[row.key] = row.value
    return [_nomination(one, said.get(one.pk, {})) for one in nominations]


def expert_of(expert: InPool) -> Expert:
    """An expert for the engine, with the relations that she stated opened."""
    refs: dict[str, list[PersonRef]] = {}
    works: list[Work] = []
    declares: list[str] = []
    for relation in expert.relations.all():
        who = json.loads(vault.unseal(relation.who_sealed, about=relation.sealed_about))
        ref = PersonRef(who["name"], who["unit"])
        if relation.kind in _WORKS:
            people = (PersonRef(expert.name, expert.unit_name), ref)
            works.append(
                Work(str(relation.uid), _WORKS[relation.kind], who["year"], who["title"], people)  # type: ignore[arg-type]
            )
        elif relation.kind == ExpertRelation.AVOIDS:
            declares.append(who["name"])
        else:
            refs.setdefault(relation.kind, []).append(ref)
    posts = [Post(row.unit, row.since, row.until) for row in expert.posts.all()]
    if expert.unit_name and not any(post.unit == expert.unit_name and post.until is None for post in posts):
        posts.insert(0, Post(expert.unit_name))
    person = Person(
        expert.name,
        posts=tuple(posts),
        teachers=tuple(refs.get(ExpertRelation.TEACHER, ())),
        students=tuple(refs.get(ExpertRelation.STUDENT, ())),
        relatives=tuple(refs.get(ExpertRelation.RELATIVE, ())),
        works=tuple(works),
        home=expert.home,
    )
    return Expert(str(expert.uid), person, tuple(declares))


def unit_in(text: str) -> str:
    """The unit in 单位及职务: what stands before the first blank.

    >>> unit_in("示例市材料研究所 研究员")
    '示例市材料研究所'
    """
    return text.split()[0] if text.split() else ""


def _nomination(one: Nominated, said: Mapping[str, Any]) -> Nomination:
    return Nomination(
        str(one.uid),
        tuple(_nominees(one, said)),
        nominators=tuple(PersonRef(name) for key in _NOMINATORS for name in _names(said.get(key))),
        nominating_units=(one.unit.name,),
        avoid=tuple(_refs(said.get(AVOID_EXPERTS))[:MOST_AVOIDED]),
        of=f"{one.call_id}-{one.category_id}",
    )


def _nominees(one: Nominated, said: Mapping[str, Any]) -> Iterator[Person]:
    """The nominee herself, or the people behind a team, a unit or a work."""
    home = next((str(said[key]) for key in _HOMES if said.get(key)), "")
    if one.nominee_kind == "person":
        yield _person(one.name, unit_in(one.post), home)
        return
    around = str(said.get("host_unit") or said.get("unit_name") or "")
    if said.get("leader_name"):
        yield _person(str(said["leader_name"]), unit_in(str(said.get("leader_unit_and_post") or around)))
    if said.get("head_name"):
        yield _person(str(said["head_name"]), around)
    for key in _PEOPLE:
        for row in said.get(key) or ():
            if isinstance(row, dict) and row.get("name"):
                yield _person(str(row["name"]), unit_in(str(row.get("unit_and_post") or around)))


def _person(name: str, unit: str, home: str = "") -> Person:
    return Person(name, posts=(Post(unit),) if unit else (), home=home)


def _refs(value: Any) -> list[PersonRef]:
    """Persons in a field, with their units where it has a column for them."""
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict) and row.get("name")]
        return [PersonRef(str(row["name"]), str(row.get("unit") or "")) for row in rows]
    return [PersonRef(name) for name in _names(value)]


def _names(value: Any) -> list[str]:
    """Names in a field: typed with commas between them, or rows of a table."""
    if isinstance(value, str):
        return [name.strip() for name in _SEPARATORS.split(value) if name.strip()]
    rows: Iterable[Any] = value if isinstance(value, list) else ()
    return [str(row["name"]) for row in rows if isinstance(row, dict) and row.get("name")]
