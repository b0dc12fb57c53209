"""Who looks into an objection, what it changes, and that no limit is missed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import tasks
from jinguo.apps.calls.actions import investigating, objections
from jinguo.apps.calls.models import Investigation, Objection
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at
from jinguo.apps.outbox.models import Message
from jinguo.errors import Refused
from tests import factories
from tests.apps.calls.test_results_actions import decided, on, post

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
FOUND = "经核对原件，论文署名属实。"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def clock():
    with on(DAY):
        yield


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def noticed(people, **settings):
    return post(decided(people, "王文", **settings), people, DAY)


def objection_to(notice, *, taken_up: bool = True, by=None, **other):
    given = {"objector": "李实名", "contact": "13911112222", "content": "署名有出入。", **other}
    nomination = notice.entries.get().nomination
    made = objections.receive_objection(notice=notice, nomination=nomination, **given)
    return objections.take_up_objection(objection=made, by=by) if taken_up else made


def closed(objection, by, outcome=Objection.UPHELD, **other):
    return objections.close_objection(
        objection=objection, outcome=outcome, finding="调查结论", answer="答复", by=by, **other
    )


def code_of(refused) -> str:
    return refused.value.reasons[0].code


def sent(code: str) -> int:
    return Message.objects.filter(code=code, channel="site").count()


def test_notes_lie_sealed_and_files_stay_with_who_looked_into_it(officer, people):
    objection = objection_to(noticed(people), by=people.officer)
    form = {"investigator": "周核查", "began_on": "2026-06-01", "notes": FOUND, "ended_on": ""}
    paper = SimpleUploadedFile("原件.pdf", PAPER)
    url = reverse("calls:investigation_new", args=[objection.uid])

    officer.post(url, {**form, "evidence": paper})
    made = Investigation.objects.get()
    more = {"notes": FOUND + "另有证人一名。", "ended_on": "2026-06-01"}
    officer.post(reverse("calls:investigation", args=[made.uid]), more)
    page = officer.get(reverse("calls:objection", args=[objection.uid])).content.decode()

    made.refresh_from_db()
    assert FOUND not in made.notes_sealed
    assert investigating.notes_of(made) == more["notes"]
    assert (made.began_on, made.ended_on) == (DAY, DAY)
    assert "周核查" in page
    assert more["notes"] in page
    assert made.evidence.get().file.get_absolute_url() in page
    assert FOUND not in "".join(map(str, Entry.objects.values_list("after", "note")))


def test_evidence_of_an_investigation_is_read_by_officers_alone(officer, people, client):
    objection = objection_to(noticed(people), by=people.officer)
    form = {
        "investigator": "周核查",
        "began_on": "2026-06-01",
        "evidence": SimpleUploadedFile("原件.pdf", PAPER),
    }
    officer.post(reverse("calls:investigation_new", args=[objection.uid]), form)
    address = Investigation.objects.get().evidence.get().file.get_absolute_url()

    mine = officer.get(address)
    read = factories.read_through(mine)
    client.force_login(people.li)

    assert read == PAPER
    assert client.get(address).status_code in (403, 404)


def test_nobody_investigates_ahead_of_time_or_what_was_not_taken_up(people):
    notice = noticed(people)
    fresh = objection_to(notice, taken_up=False)
    said = {"investigator": "周核查", "by": people.officer}

    refused = []
    with pytest.raises(Refused) as early:
        investigating.begin_investigation(objection=fresh, began_on=DAY, **said)
    refused.append(code_of(early))
    objections.take_up_objection(objection=fresh, by=people.officer)
    for days in ({"began_on": date(2026, 6, 2)}, {"began_on": DAY, "ended_on": date(2026, 5, 30)}):
        with pytest.raises(Refused) as wrong:
            investigating.begin_investigation(objection=fresh, **days, **said)
        refused.append(code_of(wrong))

    assert refused == [
        "objection_to_take_up_first", "investigation_is_not_ahead", "investigation_ends_after_it_begins",
    ]  # fmt: skip


def test_where_the_call_says_so_it_is_looked_into_before_it_is_closed(people):
    notice = noticed(people, safeguards={"investigation_needed": True})
    objection = objection_to(notice, by=people.officer)
    with pytest.raises(Refused) as refused:
        closed(objection, people.officer)

    investigating.begin_investigation(
        objection=objection, investigator="周核查", began_on=DAY, ended_on=DAY, by=people.officer
    )

    assert code_of(refused) == "objection_needs_an_investigation"
    assert closed(objection, people.officer).state == Objection.UPHELD


@pytest.mark.parametrize(
    ("said", "effect", "state"),
    [
        ({"outcome": Objection.DISMISSED}, Objection.KEPT, NominationState.CHOSEN),
        (
            {"effect": Objection.CHANGED, "change": "职务由“教授”更正为“副教授”"},
            Objection.CHANGED,
            NominationState.CHOSEN,
        ),
        ({}, Objection.REVOKED, NominationState.REMOVED),
    ],
)
def test_what_an_objection_does_is_kept_with_it(people, said, effect, state):
    objection = closed(objection_to(noticed(people), by=people.officer), people.officer, **said)

    objection.nomination.refresh_from_db()
    assert objection.effect == effect
    assert objection.nomination.state == state


def test_a_change_says_what_changes(people):
    objection = objection_to(noticed(people), by=people.officer)

    with pytest.raises(Refused) as refused:
        closed(objection, people.officer, effect=Objection.CHANGED)

    assert code_of(refused) == "objection_change_is_said"


def test_a_limit_is_told_once_before_and_once_when_it_has_passed(people):
    limits = {"take_up_within": 3, "answer_within": 10, "remind_before": 1}
    received = datetime(2026, 9, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    with held_at(received):
        notice = post(decided(people, "王文", safeguards=limits), people, received.date())
        objection_to(notice, taken_up=False)
    told = []
    # Three working days from 28 September end on 8 October: the holiday of 1 to 7 October counts no day.
    for day in (
        date(2026, 9, 29),
        date(2026, 9, 30),
        date(2026, 10, 8),
        date(2026, 10, 9),
        date(2026, 10, 10),
    ):
        with on(day):
            tasks.remind_of_objections()
            tasks.remind_of_objections()
            told.append((sent("objection_limit_near"), sent("objection_is_overdue")))

    officers = 1
    assert told == [(0, 0), (officers, 0), (officers, 0), (officers, officers), (officers, officers)]


def test_the_desk_shows_overdue_ones_first(officer, people):
    notice = noticed(people)
    late = objection_to(notice, taken_up=False)
    closed(objection_to(notice, by=people.officer), people.officer, outcome=Objection.DISMISSED)
    with on(date(2026, 6, 5)):
        fresh = objection_to(notice, by=people.officer)
    with on(date(2026, 6, 9)):
        desk = officer.get(reverse("calls:objections", args=[notice.call.uid]))
        home = officer.get(reverse("home")).content.decode()

    assert [row.number for row in desk.context["page"]] == [late.number, fresh.number, 2]
    assert "已逾期" in desk.content.decode()
    assert home.index(reverse("calls:objection", args=[late.uid])) < home.index(
        reverse("calls:objection", args=[fresh.uid])
    )


def test_without_a_name_there_is_nothing_to_look_at(officer, people):
    notice = noticed(people, safeguards={"anonymous_objections": True})
    paper = officer_paper(people)
    made = objection_to(notice, taken_up=False, objector="", contact="", evidence=paper)

    page = officer.get(reverse("calls:objection", args=[made.uid])).content.decode()

    assert made.anonymous
    assert reverse("calls:objection_unmask", args=[made.uid]) not in page


def officer_paper(people):
    from io import BytesIO

    from jinguo.apps.files import actions as files

    return files.store(BytesIO(PAPER), name="a.pdf", kind="calls.evidence", by=people.officer)


def test_the_desk_asks_as_much_for_three_as_for_one(officer, people, django_assert_max_num_queries):
    notice = noticed(people)
    first = objection_to(notice, by=people.officer)
    officer.get(reverse("calls:objection", args=[first.uid]))
    counts = []
    for extra in (0, 2):
        for _ in range(extra):
            objection_to(notice, by=people.officer)
        for _ in range(extra + 1):
            investigating.begin_investigation(
                objection=first, investigator="周核查", began_on=DAY, notes=FOUND, by=people.officer,
                evidence=[officer_paper(people)],
            )  # fmt: skip
        with django_assert_max_num_queries(12) as desk:
            officer.get(reverse("calls:objections", args=[notice.call.uid]))
        with django_assert_max_num_queries(15) as one:
            officer.get(reverse("calls:objection", args=[first.uid]))
        counts.append((len(desk), len(one)))

    assert counts[0] == counts[1]
