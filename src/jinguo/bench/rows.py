"""The many rows, written in bulk through the real models."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import random
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from PIL import Image, ImageDraw

from jinguo.apps import vault
from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import queries
from jinguo.apps.calls.actions.materials import KIND
from jinguo.apps.calls.models import FieldValue, Material, Nomination
from jinguo.apps.calls.states import NominationState, change
from jinguo.apps.clock import now
from jinguo.apps.files import blobs, spool
from jinguo.apps.files.models import StoredFile
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.reviews.criteria import criteria_of
from jinguo.apps.reviews.models import Assignment, Expert, Mark, Promise, Review, Round, Standing
from jinguo.apps.reviews.states import PoolState
from jinguo.bench.people import Nominee, names, nominees
from jinguo.bench.setting import CRITERIA, Setting, accounts
from jinguo.engines.scoring import summary, total
from jinguo.standards.identity import read_id
from jinguo.standards.names import initials, pinyin, pinyin_key
from jinguo.standards.strokes import stroke_key

Tell = Callable[[str, int, int], None]
BATCH = 1000
OPEN_EACH = 5
"""Nominations that each expert still has to review when all counted reviews are in."""


def write(rows: Iterable[Model]) -> None:
    """Insert rows of one model, some at a time."""
    source = iter(rows)
    while part := list(itertools.islice(source, BATCH)):
        type(part[0]).objects.bulk_create(part)


@transaction.atomic
def nominate(setting: Setting, count: int, tell: Tell) -> list[Nomination]:
    """So many nominations, handed in, checked and accepted, with values, pictures and their trail."""
    call = setting.reviewed
    women = list(itertools.islice(nominees(), count))
    tell("nominations", 0, count)
    entries = _persons(women)
    categories = list(call.categories.all())
    at = now() - timedelta(days=3)
    made = []
    for n, (nominee, entry) in enumerate(zip(women, entries, strict=True)):
        unit = setting.units[n % len(setting.units)]
        nomination = Nomination(
            call=call,
            category=categories[n % len(categories)],
            unit=unit,
            nominee_kind="person",
            state=NominationState.ACCEPTED,
            number=n + 1,
            name=nominee.name,
            post=nominee.values["unit_and_post"],
            pinyin_key=pinyin_key(nominee.name)[:240],
            surname_strokes_key=stroke_key(nominee.name, by="surname")[:2000],
            name_strokes_key=stroke_key(nominee.name, by="name")[:2000],
            identity_index=entry.id_number_index,
            entry=entry,
            fields_done=10,
            fields_total=10,
            submitted_at=at + timedelta(seconds=n),
            submitted_by=setting.liaisons[n % len(setting.liaisons)],
            created_by=setting.liaisons[n % len(setting.liaisons)],
        )
        spoken = pinyin(nominee.name).replace(" ", "")
        nomination.search = (
            f"{nominee.name} {spoken} {initials(nominee.name)} {unit.search} {nomination.receipt}".lower()[
                :900
            ]
        )
        made.append(nomination)
    write(made)
    type(call).objects.filter(pk=call.pk).update(next_number=count + 1)
    tell("values", 0, count)
    write(_values(made, women))
    tell("pictures", 0, count)
    _pictures(made)
    tell("trail", 0, count)
    write(_trail(made, setting))
    return made


def _persons(women: list[Nominee]) -> list[PersonEntry]:
    identities = [Identity() for _ in women]
    write(identities)
    entries = []
    for nominee, identity in zip(women, identities, strict=True):
        read = read_id(nominee.id_number)
        entry = PersonEntry(
            identity=identity,
            home=identity,
            name=nominee.name,
            sex=read.sex or "",
            birth_date=read.birth_date,
            id_number_index=vault.blind_index("id_number", read.number),
            source="bench",
        )
        entry.id_number_sealed = vault.seal(read.number, about=f"person:{entry.uid}:id_number")
        entries.append(entry)
    write(entries)
    return entries


def _values(made: list[Nomination], women: list[Nominee]) -> Iterable[FieldValue]:
    sealed_keys = set(queries.spec_of(made[0]).encrypted_keys) if made else set()
    for nomination, nominee in zip(made, women, strict=True):
        for key, value in {**nominee.values, "nominating_unit": nomination.unit.name}.items():
            row = FieldValue(nomination=nomination, key=key, changed_by_name="liaison")
            if key in sealed_keys:
                about = queries.sealed_about(nomination, key)
                row.sealed = vault.seal(json.dumps(value, ensure_ascii=False), about=about)
            else:
                row.value = value
            yield row


def _pictures(made: list[Nomination]) -> None:
    """Two pictures each, of a few that were drawn: the storage links one file's bytes under many names."""
    stored = []
    with tempfile.TemporaryDirectory(dir=spool.folder()) as folder:
        drawn = [_picture(Path(folder), n) for n in range(8)]
        for n in range(2 * len(made)):
            path, size, digest = drawn[n % len(drawn)]
            uid = uuid4()
            stored.append(
                StoredFile(
                    uid=uid,
                    kind=KIND,
                    original_name=f"工作照{n % 2 + 1}.jpg",
                    mime="image/jpeg",
                    suffix="jpg",
                    size=size,
                    sha256=digest,
                    path=blobs.keep(path, uid),
                    facts={"width": 1500, "height": 1000},
                    created_at=now(),
                    by_name="liaison",
                )
            )
    write(stored)
    write(
        Material(nomination=made[n // 2], spec_key="photos", file=file, position=n % 2, facts=file.facts)
        for n, file in enumerate(stored)
    )


def _picture(folder: Path, n: int) -> tuple[Path, int, str]:
    canvas = Image.effect_noise((1500, 1000), 20 + n).convert("RGB")
    ImageDraw.Draw(canvas).ellipse((500, 200, 1000, 700), fill=(200, 20 * n, 120))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=70)
    path = folder / f"{n}.jpg"
    path.write_bytes(out.getvalue())
    return path, len(out.getvalue()), hashlib.sha256(out.getvalue()).hexdigest()


def _trail(made: list[Nomination], setting: Setting) -> Iterable[Entry]:
    call, officer = setting.reviewed, setting.officer
    for nomination in made:
        for action, after in (
            ("nomination_started", None),
            ("nomination_handed_in", {"receipt": nomination.receipt}),
            ("nomination_accepted", None),
        ):
            by = officer if action == "nomination_accepted" else nomination.submitted_by
            yield Entry(
                at=nomination.submitted_at,
                actor_id=by.pk,
                actor_name=str(by),
                acting_for_id=nomination.unit_id,
                acting_for_name=nomination.unit.name,
                action=action,
                subject_type=nomination._meta.label_lower,
                subject_id=str(nomination.pk),
                subject_name=nomination.trail_name,
                within_type=call._meta.label_lower,
                within_id=str(call.pk),
                after=after,
            )


@transaction.atomic
def review(setting: Setting, made: list[Nomination], experts: int, reviews: int, tell: Tell) -> list[Expert]:
    """A round with so many experts, so many submitted reviews of three marks each, and some left to write."""
    pool = _pool(setting, experts)
    call = setting.reviewed
    change(call, "begin_review")
    each = -(-reviews // max(len(made), 1))
    round_ = Round.objects.create(
        call=call,
        criteria=CRITERIA,
        reviews_each=each,
        opened_at=now(),
        closes_at=now() + timedelta(days=30),
    )
    write(Promise(round=round_, expert=expert) for expert in pool)
    given = list(_pairs(made, pool, reviews))
    assignments = [_assignment(round_, nomination, expert) for nomination, expert in given]
    left = [
        _assignment(round_, nomination, expert)
        for nomination, expert in _left_over(made, pool, {(n.pk, e.pk) for n, e in given})
    ]
    tell("reviews", 0, reviews)
    write(itertools.chain(assignments, left))
    source = random.Random(7)  # noqa: S311 - figures for measuring
    criteria = criteria_of(CRITERIA)
    marks = [{c.key: Decimal(source.randint(60, 99)) for c in criteria} for _ in assignments]
    submitted = [
        Review(
            assignment=assignment,
            state=Review.SUBMITTED,
            comment="事迹突出，材料完整。",
            total=total(given_marks, criteria),
            version=2,
            submitted_at=now(),
        )
        for assignment, given_marks in zip(assignments, marks, strict=True)
    ]
    write(submitted)
    write(
        Mark(review=one, criterion=key, value=value)
        for one, given_marks in zip(submitted, marks, strict=True)
        for key, value in given_marks.items()
    )
    write(_standings(round_, made, submitted))
    return pool


def _pool(setting: Setting, count: int) -> list[Expert]:
    users = accounts([f"expert{n:04d}" for n in range(1, count + 1)])
    Membership.objects.bulk_create(
        [Membership(user=user, organisation=setting.organiser, role=kinds.EXPERT) for user in users]
    )
    pool = []
    for n, (user, name) in enumerate(zip(users, names(), strict=False)):
        expert = Expert(
            pool=setting.organiser,
            user=user,
            name=name,
            sex="FM"[n % 2],
            unit_name=f"示例大学第{n}学院",
            title="教授",
            disciplines="材料科学",
            state=PoolState.ACTIVE,
        )
        expert.save()
        pool.append(expert)
    return pool


def _pairs(made: list[Nomination], pool: list[Expert], reviews: int) -> Iterable[tuple[Nomination, Expert]]:
    """Each nomination to the next experts round the table: even loads, nobody twice."""
    for n in range(reviews):
        turn, place = divmod(n, len(made))
        yield made[place], pool[(place + turn * (len(pool) // 7 + 1)) % len(pool)]


def _left_over(
    made: list[Nomination], pool: list[Expert], given: set[tuple[int, int]]
) -> Iterable[tuple[Nomination, Expert]]:
    for n, expert in enumerate(pool):
        free = (made[(n * 11 + step) % len(made)] for step in range(len(made)))
        fresh = (nomination for nomination in free if (nomination.pk, expert.pk) not in given)
        for nomination in itertools.islice(fresh, OPEN_EACH):
            yield nomination, expert


def _assignment(round_: Round, nomination: Nomination, expert: Expert) -> Assignment:
    return Assignment(round=round_, nomination=nomination, expert=expert, position=nomination.number or 0)


def _standings(round_: Round, made: list[Nomination], submitted: list[Review]) -> Iterable[Standing]:
    totals: dict[int, list[Decimal | None]] = {}
    for one in submitted:
        totals.setdefault(one.assignment.nomination_id, []).append(one.total)
    for nomination in made:
        figures = summary(totals.get(nomination.pk, []))
        yield Standing(
            round=round_,
            nomination=nomination,
            reviews=figures.n,
            mean=figures.mean,
            trimmed_mean=figures.trimmed_mean,
            median=figures.median,
            spread=figures.sd,
            range=figures.range,
            score=figures.mean,
        )
