"""What is done with the lists once they stand in the registry: matched, tagged, agreed to, claimed, told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from jinguo.apps.accounts.models import User
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Claim, Identity, PersonEntry, Statement
from jinguo.apps.registry.rights.consent_texts import purposes
from jinguo.apps.registry.same_person import STRICT
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked
from jinguo.demo.registry import plan, reserves, truth
from jinguo.demo.registry.careers import LADDERS, LAST, Person
from jinguo.demo.registry.world import World

Progress = Callable[..., Any]
_TOLD, _AGREED = 500, 60
"""Of so many persons one has her whole path told, one gave her word on paper."""
_SOURCE = "云川市科协人才档案"
_TAGS = (
    ("评审专家后备", {"tier": "领军人才"}),
    ("科普志愿者", {"q": "科普先进个人"}),
    ("乡村振兴服务团", {"segment": "基层", "title": "高级农艺师"}),
)


def match(keeper: Organisation, progress: Progress) -> None:
    """Compare everybody with everybody; what is certain becomes one person, the rest waits in the queue."""
    actions.match(organisation=keeper, rules=STRICT, progress=progress)


def finish(keeper: Organisation, officer: User, people: World, progress: Progress) -> None:
    """Tags, who moved in the kept lists, consents, claims, and the paths of those of whom much is known."""
    progress(0, 4, "demo_registry_finishing")
    for name, asked in _TAGS:
        found = finding.found(keeper, Asked.read(asked)).values_list("identity_id", flat=True)
        hers = Identity.objects.filter(pk__in=list(islice(found, 60)))
        actions.put_tag(organisation=keeper, persons=list(hers), name=name, by=officer)
    reserves.count(keeper)
    progress(1, 4, "demo_registry_finishing")
    whom = truth.persons_of_entries(plan.folder() / "truth.csv", keeper)
    newest = {person: entry for entry, person in sorted(whom.items())}
    _tell_paths(newest, officer, people)
    progress(2, 4, "demo_registry_finishing")
    _agree(newest)
    progress(3, 4, "demo_registry_finishing")
    _claim(newest, keeper, officer)
    progress(4, 4, "demo_registry_finishing")


def _tell_paths(newest: dict[int, int], officer: User, people: World) -> None:
    """Posts, councils, projects, papers of the best known: an officer wrote them down from the files of her units."""
    known = [one for one in people.persons if one.number in newest and isinstance(one.at("tier", LAST), int)]
    most = max(1, len(people.persons) // _TOLD)
    known.sort(key=lambda one: (-one.at("tier", LAST), one.number))  # type: ignore[operator]
    entries = PersonEntry.objects.in_bulk([newest[one.number] for one in known[:most]])
    for person in known[:most]:
        entry = entries[newest[person.number]]
        if Statement.objects.filter(entry=entry, source=_SOURCE).exists():
            continue
        for told in _path(person, people):
            actions.state_fact(entry=entry, by=officer, source=_SOURCE, confirmed=True, **told)


def _path(person: Person, people: World) -> Iterable[dict[str, str]]:
    posts = person.story["unit"]
    for n, (since, number) in enumerate(posts):
        until = posts[n + 1][0] if n + 1 < len(posts) else None
        step = person.at("title", until - 1 if until else LAST)
        yield {
            "attribute": "employment",
            "value": LADDERS[person.kind][step],  # type: ignore[index]
            "place": people.places[number].called(since),  # type: ignore[index]
            "since": str(since),
            "until": str(until or ""),
        }
    for since, (society, post) in person.story.get("council", ()):  # type: ignore[misc]
        yield {
            "attribute": "council_post",
            "value": post,
            "place": society,
            "since": str(since),
            "until": str(since + 5),
        }
    for since, title in person.story.get("project", ()):
        yield {"attribute": "project", "value": str(title), "since": str(since), "until": str(since + 3)}
    papers = sum(int(count) for _, count in person.story.get("papers", ()))  # type: ignore[call-overload]
    if papers:
        yield {"attribute": "publication", "value": f"2014—{LAST}年发表论文{papers}篇"}


def _agree(newest: dict[int, int]) -> None:
    """Some gave their word on paper when the last list was made; a third of them to sharing too."""
    draw = random.Random("consents")
    wanted = draw.sample(sorted(newest), max(1, len(newest) // _AGREED))
    entries = PersonEntry.objects.in_bulk([newest[person] for person in wanted])
    version = {key: f"zh:{one.version}" for key, one in purposes().items()}
    for person in wanted:
        entry = entries[newest[person]]
        for purpose in version if draw.random() < 0.33 else ("registry_found", "registry_sensitive"):
            actions.give_consent(
                entry=entry,
                purposes=[purpose],
                text_version=version[purpose],
                channel="paper",
                source="paper:2026-06",
            )


def _claim(newest: dict[int, int], keeper: Organisation, officer: User) -> None:
    """The first expert's account is hers, the second one's waits for a word; both have their place in the lists."""
    experts = User.objects.filter(username__in=["expert1", "expert2", "expert3"]).order_by("username")
    for number, user in enumerate(experts):
        entry = PersonEntry.objects.filter(pk=newest.get(number), name=user.name).first()
        if entry is None or Claim.objects.filter(user=user).exists():
            continue
        _, token = actions.offer(
            entry=entry, organisation=keeper, by=officer, link="/registry/mine/claim/{token}/"
        )
        if number == 2:
            continue
        claim = actions.take_up(token=token, user=user)
        if number == 0:
            claim = actions.answer_claim(claim=claim, accepted=True, by=officer)
            for purpose in ("registry_found", "registry_sensitive", "registry_sharing"):
                actions.agree(claim=claim, purpose=purpose, lang="zh-hans")
