"""The liaison's pages: her calls, the form saved as she goes, handing in."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.calls.actions import nominating, opening
from jinguo.apps.calls.models import Invitee, Nomination
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def call(people):
    return factories.open_call(people)


@pytest.fixture
def li(client, people):
    client.force_login(people.li)
    return client


def page_of(nomination: Nomination) -> str:
    return reverse("calls:unit_nomination", args=[nomination.uid])


def save(client, nomination, **fields):
    """Post fields as the page's script does; a field is (value, version)."""
    data = {"key": ",".join(fields)}
    for key, (value, version) in fields.items():
        data |= {f"f-{key}": value, f"v-{key}": str(version)}
    return client.post(reverse("calls:unit_save", args=[nomination.uid]), data, **SCRIPT)


def test_a_liaison_sees_her_call_and_her_first_look_is_noted(li, call, people):
    shown = li.get(reverse("calls:unit_calls"))
    opened = li.get(reverse("calls:unit_call", args=[call.uid, people.society.uid]))

    assert call.title in shown.content.decode()
    assert "24:00" in opened.content.decode()
    assert Invitee.objects.get(call=call, organisation=people.society).first_seen_at is not None
    assert Invitee.objects.get(call=call, organisation=people.district).first_seen_at is None


def test_an_uninvited_person_is_told_what_to_do(client, people):
    client.force_login(people.stranger)

    assert call_titles(client.get(reverse("calls:unit_calls"))) == []


def call_titles(response) -> list[str]:
    return [row.invitee.call.title for row in response.context["rows"]]


def test_a_double_click_starts_one_draft(li, call, people):
    url = reverse("calls:unit_start", args=[call.uid, people.society.uid])
    data = {"category": str(call.categories.first().uid), "token": str(uuid4())}

    first, second = li.post(url, data), li.post(url, data)

    assert first.url == second.url
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize("name", ["unit_nomination", "unit_history", "unit_print", "unit_receipt"])
def test_another_units_nomination_looks_like_none(client, call, people, name):
    nomination = factories.draft(call, people.society, people.li)

    for user in (people.zhao, people.stranger, people.officer):
        client.force_login(user)
        theirs = client.get(reverse(f"calls:{name}", args=[nomination.uid]))
        absent = client.get(reverse(f"calls:{name}", args=[uuid4()]))
        assert theirs.status_code == absent.status_code == 404


@pytest.mark.parametrize("name", ["unit_save", "unit_hand_in", "unit_discard", "unit_word_form", "unit_ask"])
def test_another_unit_can_write_nothing(client, call, people, name):
    nomination = factories.draft(call, people.society, people.li)
    client.force_login(people.zhao)

    assert client.post(reverse(f"calls:{name}", args=[nomination.uid])).status_code == 404
    assert Nomination.objects.filter(pk=nomination.pk, state=NominationState.DRAFT).exists()


def test_each_field_is_saved_as_she_goes(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    told = save(li, nomination, name=("王晓兰", 0)).json()

    assert told["fields"]["name"]["state"] == "saved"
    assert nomination.values.get(key="name").value == "王晓兰"
    assert told["name"] == "王晓兰"


def test_the_age_is_filled_in_from_the_id_number(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    told = save(li, nomination, id_number=(factories.id_number(1).lower(), 0)).json()

    assert set(told["fields"]) == {"id_number", "age"}
    assert isinstance(nomination.values.get(key="age").value, int)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("欧阳·𠮷㛃", "欧阳·𠮷㛃"),
        ("古丽娜尔•阿不都热依木", "古丽娜尔·阿不都热依木"),
        ("王\u0000晓\u200b兰\x08", "王晓兰"),
        ("长" * 30, "长" * 30),
    ],
)
def test_unusual_names_are_kept(li, call, people, typed, kept):
    nomination = factories.draft(call, people.society, people.li, {})

    save(li, nomination, name=(typed, 0))

    assert nomination.values.get(key="name").value == kept
    assert kept in li.get(page_of(nomination)).content.decode()


def test_an_emoji_is_kept_and_pointed_out(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    told = save(li, nomination, deeds=("她很努力💪", 0)).json()

    assert "💪" in told["fields"]["deeds"]["found"]
    assert nomination.values.get(key="deeds").value == "她很努力💪"


def test_too_many_words_are_kept_and_said_at_once(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    told = save(li, nomination, deeds=("好" * 1100, 0)).json()

    assert "1100" in told["fields"]["deeds"]["found"]
    assert len(nomination.values.get(key="deeds").value) == 1100


def test_two_tabs_are_shown_both_versions(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {"deeds": "第一稿"})
    save(li, nomination, deeds=("第二稿", 1))

    told = save(li, nomination, deeds=("别的稿", 1)).json()

    assert told["fields"]["deeds"]["state"] == "conflict"
    assert "第二稿" in told["fields"]["deeds"]["html"]
    assert "别的稿" in told["fields"]["deeds"]["html"]
    assert nomination.values.get(key="deeds").value == "第二稿"
    again = save(li, nomination, deeds=("别的稿", told["fields"]["deeds"]["version"])).json()
    assert again["fields"]["deeds"]["state"] == "saved"


def test_without_scripts_the_whole_form_is_saved_and_a_clash_shown(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {"deeds": "第一稿"})
    url = reverse("calls:unit_save", args=[nomination.uid])
    save(li, nomination, deeds=("第二稿", 1))

    clashed = li.post(url, {"f-name": "王晓兰", "v-name": "0", "f-deeds": "别的稿", "v-deeds": "1"})
    saved = li.post(url, {"f-deeds": "别的稿", "v-deeds": "2"})

    assert clashed.status_code == 409
    assert "第二稿" in clashed.content.decode()
    assert saved.status_code == 302
    values = dict(nomination.values.values_list("key", "value"))
    assert (values["name"], values["deeds"]) == ("王晓兰", "别的稿")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"v-name": "x", "f-name": "甲"},
        {"v-nothing": "0", "f-nothing": "甲"},
        {"v-organiser_opinion": "0", "f-organiser_opinion": "同意"},
        {"v-name": "9" * 400},
        {"key": "../../" * 50, "v-name": "-1"},
    ],
)
def test_malformed_posts_break_nothing(li, call, people, data):
    nomination = factories.draft(call, people.society, people.li, {})

    response = li.post(reverse("calls:unit_save", args=[nomination.uid]), data, **SCRIPT)

    assert response.status_code == 200
    assert not nomination.values.filter(key__in=["nothing", "organiser_opinion"]).exists()


def test_after_the_deadline_the_text_stays_on_the_page(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    with held_at(call.closes_at + timedelta(seconds=1)):
        scripted = save(li, nomination, deeds=("写了一半", 0))
        plain = li.post(
            reverse("calls:unit_save", args=[nomination.uid]), {"f-deeds": "写了一半", "v-deeds": "0"}
        )

    assert scripted.status_code == 409
    assert scripted.json()["unsaved"] == ["deeds"]
    assert "24:00" in scripted.json()["refused"]
    assert plain.status_code == 409
    assert "写了一半" in plain.content.decode()


def test_an_expired_session_is_told_to_the_script(client, call, people):
    nomination = factories.draft(call, people.society, people.li, {})

    assert save(client, nomination, name=("甲", 0)).status_code == 401


def test_the_id_number_is_masked_until_opened_on_the_record(li, call, people):
    nomination = factories.draft(call, people.society, people.li)
    number = factories.id_number(1)

    masked = li.get(page_of(nomination)).content.decode()
    opened = li.post(reverse("calls:unit_open_field", args=[nomination.uid]), {"open": "id_number"}, **SCRIPT)

    assert number not in masked
    assert number in opened.json()["html"]
    assert "身份证号" in li.get(reverse("calls:unit_history", args=[nomination.uid])).content.decode()
    assert number not in li.get(reverse("calls:unit_print", args=[nomination.uid])).content.decode()


def test_handing_in_from_the_page_gives_one_receipt(li, call, people):
    nomination = factories.draft(call, people.society, people.li)
    url = reverse("calls:unit_hand_in", args=[nomination.uid])

    first, second = li.post(url), li.post(url)
    receipt = li.get(first.url)

    assert first.url == second.url == reverse("calls:unit_receipt", args=[nomination.uid])
    nomination.refresh_from_db()
    assert nomination.receipt in receipt.content.decode()


def test_handing_in_saves_what_the_page_still_held(li, call, people):
    nomination = factories.draft(call, people.society, people.li)

    li.post(
        reverse("calls:unit_hand_in", args=[nomination.uid]),
        {"f-honours": "全国三八红旗手", "v-honours": "1"},
    )

    nomination.refresh_from_db()
    assert nomination.state == NominationState.SUBMITTED
    assert nomination.values.get(key="honours").value == "全国三八红旗手"


def test_an_unfinished_one_lists_each_place_to_mend(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {"name": "王晓兰"})

    response = li.post(reverse("calls:unit_hand_in", args=[nomination.uid]))

    assert response.status_code == 409
    assert '<a href="#field-deeds">' in response.content.decode()


def test_taking_back_and_throwing_away(li, call, people):
    nomination = factories.handed_in(call, people.society, people.li)

    li.post(reverse("calls:unit_take_back", args=[nomination.uid]))
    kept = li.post(reverse("calls:unit_discard", args=[nomination.uid]))

    nomination.refresh_from_db()
    assert nomination.state == NominationState.DRAFT
    assert kept.status_code == 409  # it has a number: a draft that was handed in is not thrown away


def test_a_draft_is_thrown_away(li, call, people):
    nomination = factories.draft(call, people.society, people.li)

    li.post(reverse("calls:unit_discard", args=[nomination.uid]))

    assert not Nomination.objects.exists()


def test_the_word_form_carries_the_present_version(li, call, people):
    nomination = factories.draft(call, people.society, people.li)

    response = li.post(reverse("calls:unit_word_form", args=[nomination.uid]))

    assert response.content[:2] == b"PK"
    assert nomination.prints.get().code in li.get(page_of(nomination)).content.decode()


def test_the_list_of_calls_does_not_grow_its_queries(li, people):
    li.get("/")  # the first request of a session writes it
    counts = []
    for calls in (1, 3):
        while Invitee.objects.filter(organisation=people.society).count() < calls:
            made = factories.open_call(people)
            for _ in range(calls):
                factories.draft(made, people.society, people.li, {"name": "甲"})
        with CaptureQueriesContext(connection) as seen:
            li.get(reverse("calls:unit_calls"))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 12


def test_the_nomination_page_keeps_to_its_queries(li, call, people):
    li.get("/")  # the first request of a session writes it
    counts = []
    for values in ({"name": "甲"}, factories.filled_values("乙", 2)):
        nomination = factories.draft(call, people.society, people.li, values)
        with CaptureQueriesContext(connection) as seen:
            li.get(page_of(nomination))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15


def test_nominating_keeps_the_function_for_commands(call, people):
    invitee = Invitee.objects.get(call=call, organisation=people.society)

    first = nominating.start_nomination(invitee=invitee, category=call.categories.first(), by=people.li)
    second = nominating.start_nomination(invitee=invitee, category=call.categories.first(), by=people.li)

    assert first.pk != second.pk


RULES = {
    "rules": [
        {"id": "women_only", "kind": "sex", "allowed": ["F"], "text": "推荐人选为女性"},
        {
            "id": "age",
            "kind": "born_on_or_after",
            "limits": {"F": "1978-01-01"},
            "text": "女性不超过45周岁",
        },
        {"id": "clean", "kind": "statement", "text": "未处于被立案调查期间"},
    ]
}


def codes_in_the_way(response) -> list[str]:
    return [place.reason.code for place in response.context["places"]]


def test_eligibility_is_held_against_the_form_and_the_rest_is_asked(li, people):
    call = factories.open_call(people, eligibility=RULES)
    nomination = factories.draft(call, people.society, people.li)

    asked = li.get(page_of(nomination))
    answered = save(li, nomination, declared_clean=("符合", 0)).json()
    handed = li.post(reverse("calls:unit_hand_in", args=[nomination.uid]))

    assert [answer.outcome for answer, _ in asked.context["rules"]] == ["ok", "ok", "unknown"]
    assert codes_in_the_way(asked) == ["eligibility_to_answer"]
    assert answered["fields"]["declared_clean"]["version"] == 1
    assert handed.status_code == 302


def test_a_nominee_beyond_a_rule_cannot_be_handed_in(li, people):
    call = factories.open_call(people, eligibility=RULES)
    values = factories.filled_values(id_number=factories.id_number(1, born="19700312"), age=56)
    nomination = factories.draft(call, people.society, people.li, values)
    save(li, nomination, declared_clean=("不符合", 0))

    response = li.post(reverse("calls:unit_hand_in", args=[nomination.uid]))

    assert response.status_code == 409
    assert codes_in_the_way(response) == ["born_before_limit", "not_declared"]


def test_saving_an_unchanged_form_changes_nothing(li, call, people):
    nomination = factories.draft(call, people.society, people.li, {"name": "王晓兰"})
    before = nomination.values.count()

    li.post(
        reverse("calls:unit_save", args=[nomination.uid]),
        {"f-name": "王晓兰", "v-name": "1", "f-honours": "", "v-honours": "0"},
    )

    assert nomination.values.count() == before


def test_a_total_quota_counts_every_unit(li, people):
    call = factories.draft_call(people)
    rows = [
        {"scope": "each_of_kind", "unit_kind": "society", "places": 1},
        {"scope": "each_of_kind", "unit_kind": "district", "places": 1},
        {"scope": "total", "places": 1},
    ]
    opening.set_quotas(call=call, rows=rows, by=people.officer)
    call = opening.open_call(call=call, by=people.officer)
    factories.handed_in(call, people.district, people.zhao, factories.filled_values("周岚", 2))
    nomination = factories.draft(call, people.society, people.li)

    page = li.get(reverse("calls:unit_call", args=[call.uid, people.society.uid]))
    response = li.post(reverse("calls:unit_hand_in", args=[nomination.uid]))

    assert [(use.scope, use.used) for use, _ in page.context["quotas"]] == [("each_of_kind", 0), ("total", 1)]
    assert codes_in_the_way(response) == ["total_quota_used_up"]


def test_the_nominating_unit_is_given_and_cannot_be_written_over(li, call, people):
    nomination = factories.draft(call, people.society, people.li)
    before = nomination.values.get(key="nominating_unit")
    page = li.get(page_of(nomination)).content.decode()
    same = nominating.save_field(
        nomination=nomination, key="nominating_unit", raw=before.value, seen_version=1, by=people.li
    )

    assert re.search(r'id="f-nominating_unit"[^>]* readonly', page)
    assert same.value == people.society.name
    with pytest.raises(Refused) as refused:
        nominating.save_field(
            nomination=nomination, key="nominating_unit", raw="别的单位", seen_version=1, by=people.li
        )
    assert refused.value.reasons[0].code == "nominating_unit_is_given"
