"""An honour is revoked by two people and a document, restored by a new entry, and no row of it ever goes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import qualifying
from jinguo.apps.calls.actions import results
from jinguo.apps.calls.models import Confirmation
from jinguo.apps.calls.queries import values_of
from jinguo.apps.calls.tokens import new_token
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.decisions import actions
from jinguo.apps.decisions.models import Revocation
from jinguo.apps.files import actions as files
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry.models import Honour
from jinguo.errors import Refused
from tests import factories
from tests.apps.decisions.conftest import marked

pytestmark = pytest.mark.django_db
DOCUMENT = "示妇〔2027〕3号"


@pytest.fixture
def final(people):
    """A call that ended with one honour granted."""
    call = marked(people, {1: 70, 2: 90}, policy={"seats": 1})
    actions.decide(call=call, by=people.officer)
    call.refresh_from_db()
    notice = results.post_notice(
        call=call, title="公示", text="", posted_on=today(), order="rank", by=people.officer
    )
    with held_at(notice.closes_at + timedelta(hours=1)):
        results.make_final(call=call, by=people.officer)
        call.refresh_from_db()
        yield call


@pytest.fixture
def honour(final):
    return Honour.objects.get()


def nominee(call):
    return call.nominations.get(number=2)


def proposed(people, honour, call, **other):
    paper = files.store(
        io.BytesIO(b"%PDF-1.4\n%%EOF"), name="a.pdf", kind="decisions.revocation", by=people.officer
    )
    given = {"reason": "材料造假，经查属实。", "document": DOCUMENT, "decided_on": today(), **other}
    return actions.propose_revocation(
        honour=honour, nomination=nominee(call), evidence=paper, by=people.officer, **given
    )


def revoked(people, honour, call):
    actions.approve_revocation(revocation=proposed(people, honour, call), by=people.second)
    honour.refresh_from_db()
    return honour


def code_of(refused) -> str:
    return refused.value.reasons[0].code


def test_nothing_changes_until_another_person_agrees(people, final, honour):
    waiting = proposed(people, honour, final)
    honour.refresh_from_db()
    before = honour.revoked_on
    with pytest.raises(Refused) as own:
        actions.approve_revocation(revocation=waiting, by=people.officer)

    actions.approve_revocation(revocation=waiting, by=people.second)

    honour.refresh_from_db()
    assert before is None
    assert code_of(own) == "revocation_second_is_proposer"
    assert (honour.revoked_on, honour.revoked_by_document) == (today(), DOCUMENT)
    told = Message.objects.filter(channel="site").values_list("code", flat=True)
    assert {"honour_change_awaits", "honour_change_was_approved", "honour_was_revoked"} <= set(told)
    trail = Entry.objects.filter(within_id=str(final.pk)).values_list("action", flat=True)
    assert {"honour_change_proposed", "honour_change_approved", "honour_revoked"} <= set(trail)


def test_a_revocation_in_error_is_undone_by_a_new_entry(people, final, honour):
    revoked(people, honour, final)
    again = proposed(people, honour, final, reason="复查后认定原决定有误。", document="示妇〔2027〕9号")
    actions.approve_revocation(revocation=again, by=people.leader)

    first, second = Honour.objects.order_by("pk")
    assert again.kind == Revocation.RESTORE
    assert first.revoked_by_document == DOCUMENT
    assert second.restores == first
    assert (second.granted_on, second.revoked_on) == (first.granted_on, None)
    with pytest.raises(Refused) as twice:
        proposed(people, first, final)
    assert code_of(twice) == "honour_is_in_force"


def test_one_proposal_at_a_time_dated_after_the_grant_and_not_ahead(people, final, honour):
    for day in (honour.granted_on - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Refused):
            proposed(people, honour, final, decided_on=day)
    waiting = proposed(people, honour, final)
    with pytest.raises(Refused) as refused:
        proposed(people, honour, final)
    actions.give_back_revocation(revocation=waiting, reason="文号有误", by=people.second)

    proposed(people, honour, final)

    assert code_of(refused) == "revocation_waits_already"
    assert Revocation.objects.count() == 2


def test_the_public_sees_it_struck_out_with_day_and_document(people, final, honour, client):
    revoked(people, honour, final)

    page = client.get(reverse("calls:public_result", args=[final.uid])).content.decode()

    assert "<s>李若云</s>" in page
    assert "已撤销" in page
    assert DOCUMENT in page
    assert "材料造假" not in page


def test_the_nominee_reads_it_on_her_own_page(people, final, honour, client):
    token, hashed = new_token()
    Confirmation.objects.create(
        nomination=nominee(final), token_hash=hashed, expires_at=now() + timedelta(days=9), confirmed_at=now(),
        digest="0" * 64,
    )  # fmt: skip
    revoked(people, honour, final)

    for name in ("confirm", "confirm_withdraw"):
        assert DOCUMENT in client.get(reverse(f"calls:{name}", args=[token])).content.decode()


def test_officer_and_second_person_do_it_on_their_pages(people, final, honour, client):
    client.force_login(people.officer)
    results_page = client.get(reverse("calls:results", args=[final.uid])).content.decode()
    url = reverse("decisions:honour", args=[honour.uid])
    form = {"reason": "经查属实。", "document": DOCUMENT, "decided_on": today().isoformat()}
    lacking = client.post(url, form)
    paper = SimpleUploadedFile("决定.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")
    sent = client.post(url, {**form, "evidence": paper})
    made = Revocation.objects.get()
    own = client.post(reverse("decisions:revocation_approve", args=[made.uid]))
    client.force_login(people.leader)
    home = client.get(reverse("home")).content.decode()
    client.post(reverse("decisions:revocation_approve", args=[made.uid]))
    client.force_login(people.officer)
    after = client.get(reverse("calls:results", args=[final.uid])).content.decode()

    honour.refresh_from_db()
    assert url in results_page
    assert lacking.status_code == 422
    assert sent.status_code == 302
    assert own.status_code == 409
    assert reverse("decisions:revocation", args=[made.uid]) in home
    assert honour.revoked_on == today()
    assert DOCUMENT in after


def rule(**other):
    return {
        "rules": [
            {
                "kind": "honour_excludes",
                "id": "earlier",
                "names": ["示例市"],
                "within_years": 5,
                "text": "近五年未获",
                **other,
            }
        ]
    }


@pytest.mark.parametrize(
    ("other", "outcomes"),
    [({}, ["not", "unknown"]), ({"revoked_count": True}, ["not", "not"])],
)
def test_who_won_lately_is_out_by_our_own_records_as_long_as_it_is_in_force(
    people, final, honour, other, outcomes
):
    Honour.objects.update(title="示例市最美女科技工作者")
    honour.refresh_from_db()
    call = factories.open_call(people, eligibility=rule(**other))
    again = factories.draft(call, people.society, people.li, factories.filled_values("李若云", 2))
    found = []
    for _ in range(2):
        found += [one.outcome for one in qualifying.answers(again, values_of(again), today())]
        if honour.revoked_on is None:
            revoked(people, honour, final)

    assert found == outcomes


def test_the_pages_ask_as_much_whatever_became_of_it(
    people, final, honour, client, django_assert_max_num_queries
):
    client.force_login(people.officer)
    for _ in range(2):
        revoked(people, honour, final)
        again = proposed(people, honour, final)
        actions.approve_revocation(revocation=again, by=people.second)
        honour = honour.restored_as
    with django_assert_max_num_queries(15):
        client.get(reverse("decisions:honour", args=[honour.uid]))
    with django_assert_max_num_queries(15):
        client.get(reverse("decisions:revocation", args=[again.uid]))
