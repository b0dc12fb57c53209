"""Units, people, invitations and the calendar on the pages."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from jinguo.apps.accounts.models import User
from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import held_at, now
from jinguo.apps.organisations import actions, inviting, kinds
from jinguo.apps.organisations import queries as queries_of_units
from jinguo.apps.organisations.models import CalendarDay, Invitation, Membership, Organisation
from jinguo.apps.outbox.models import Message
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

LINK = "/invitation/{token}/"


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=args)


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_officers_see_all_units_and_others_their_own(client, people):
    client.force_login(people.li)
    assert client.get(url("list")).status_code == 404
    assert client.get(url("unit", people.society.uid)).status_code == 200
    assert client.get(url("unit", people.district.uid)).status_code == 404
    client.force_login(people.officer)
    assert client.get(url("list")).status_code == 200
    assert client.get(url("unit", people.district.uid)).status_code == 200


@pytest.mark.parametrize("name", ["add", "invite_many", "calendar"])
def test_pages_of_the_organiser_open_for_officers_alone(client, people, name):
    client.force_login(people.stranger)
    assert client.get(url(name)).status_code == 404
    client.force_login(people.officer)
    assert client.get(url(name)).status_code == 200


def test_units_are_found_by_pinyin_and_initials(officer, people):
    for typed in ("化学", "huaxue", "slshx"):
        page = officer.get(url("list"), {"q": typed}).context["page"]
        assert [unit.name for unit in page] == [people.society.name], typed


def test_an_officer_keeps_the_units_below_hers_and_no_others(officer, people):
    elsewhere = factories.organisation("别市化学学会")
    assert officer.get(url("edit", people.society.uid)).status_code == 200
    assert officer.get(url("edit", elsewhere.uid)).status_code == 404
    assert officer.post(url("invite", elsewhere.uid), {"name": "某", "role": "liaison"}).status_code == 404


def unit_data(**other: object) -> dict[str, object]:
    return {"name": "示例市物理学会", "kind": "society", **other}


def test_a_unit_is_registered_with_a_checked_code(officer, people):
    data = unit_data(parent=people.association.pk, credit_code="91350100m000100y44")
    wrong = officer.post(url("add"), data)
    assert wrong.status_code == 422
    assert "credit_code" in wrong.context["form"].errors
    officer.post(url("add"), {**data, "credit_code": "91350100m000100y43"})
    unit = Organisation.objects.get(name="示例市物理学会")
    assert unit.credit_code == "91350100M000100Y43"
    assert unit.parent == people.association
    assert officer.post(url("add"), data).status_code == 422


def test_a_new_name_keeps_the_old_one_as_a_former_name(officer, people):
    officer.post(
        url("edit", people.society.uid),
        {"name": "示例市化学化工学会", "kind": "society", "parent": people.association.pk},
    )
    people.society.refresh_from_db()
    assert people.society.name == "示例市化学化工学会"
    assert [former.name for former in people.society.former_names.all()] == ["示例市化学学会"]


def test_an_invitation_shows_its_link_once_and_is_sent(officer, people):
    answer = officer.post(
        url("invite", people.society.uid), {"name": "孙悦", "role": "liaison", "email": "sun@example.org"}
    )
    assert "/invitation/" in answer.context["link"]
    assert Message.objects.filter(code="account_invitation", to_address="sun@example.org").exists()
    again = officer.get(url("unit", people.society.uid)).content.decode()
    assert answer.context["link"] not in again


def test_an_officer_cannot_make_administrators(officer, people):
    answer = officer.post(url("invite", people.society.uid), {"name": "孙悦", "role": "admin"})
    assert answer.status_code == 409
    assert not Invitation.objects.exists()


def sent_to(people, **fields: object) -> actions.Sent:
    fields = {"role": kinds.LIAISON, "name": "孙悦", "email": "sun@example.org", **fields}
    return actions.invite_user(organisation=people.society, by=people.officer, link=LINK, **fields)


def test_an_invitation_makes_an_account_and_signs_in(client, people):
    sent = sent_to(people)
    page = url("invitation", sent.token)
    assert client.get(page).status_code == 200
    said = {"name": "孙悦", "username": "sunyue", "password": factories.PASSWORD, "again": factories.PASSWORD}
    wrong = client.post(page, {**said, "password": "short", "again": "short"})
    assert wrong.status_code == 422
    assert not User.objects.filter(username="sunyue").exists()
    assert client.post(page, said).status_code == 302
    user = User.objects.get(username="sunyue")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Membership.objects.filter(user=user, organisation=people.society, role="liaison").exists()
    client.logout()
    assert client.get(page).status_code == 404


def test_who_is_signed_in_accepts_with_her_own_account(client, people):
    sent = sent_to(people, role=kinds.EXPERT)
    client.force_login(people.zhao)
    assert client.post(url("invitation", sent.token)).status_code == 302
    assert Membership.objects.filter(user=people.zhao, organisation=people.society, role="expert").exists()


def test_a_revoked_or_expired_link_no_longer_works(officer, client, people):
    sent = sent_to(people)
    officer.post(url("revoke_invitation", sent.invitation.uid))
    assert client.get(url("invitation", sent.token)).status_code == 404
    client.logout()
    later = sent_to(people, name="周")
    with held_at(now() + timedelta(days=15)):
        assert client.get(url("invitation", later.token)).status_code == 404


def test_the_last_officer_stays(officer, people):
    membership = Membership.objects.get(user=people.officer)
    answer = officer.post(url("end_role", people.association.uid, membership.pk))
    assert answer.status_code == 409
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_a_pasted_list_is_read_as_people_paste_it():
    lines = inviting.read_text(
        "单位名称\t联系人\t邮箱\n1\t化学学会\t李 敏\tli@example.org\n物理学会，王某，wang@example.org\n基金会 赵某 z@example.org"
    )
    assert [(line.unit, line.email) for line in lines] == [
        ("化学学会", "li@example.org"),
        ("物理学会", "wang@example.org"),
        ("基金会 赵某", "z@example.org"),
    ]


def test_liaisons_of_many_units_are_planned_then_invited_once(officer, people):
    text = "示例市化学学会,孙悦,sun@example.org\n没有的学会,某人,\n示例市东城区科协,坏邮箱,not@mail@x"
    planned = officer.post(url("invite_many"), {"lines": text})
    assert [row.unit for row in planned.context["plan"].inviting] == [people.society]
    codes = {reason.code for _, reason in planned.context["plan"].not_inviting}
    assert codes == {"unit_not_known", "email_malformed"}
    assert not Invitation.objects.exists()
    lines = planned.context["lines"]
    confirmed = {name: [line[name] for line in lines] for name in ("unit", "name", "email")}
    confirmed |= {"unknown": ["没有的学会"], "register_as": "society"}
    done = officer.post(url("invite_many_confirmed"), confirmed)
    assert len(done.context["sent"]) == 2
    assert Organisation.objects.get(name="没有的学会").parent == people.association
    assert len(officer.post(url("invite_many_confirmed"), confirmed).context["sent"]) == 0


def test_an_excel_list_is_read_and_what_is_none_is_refused(officer, people):
    book = Workbook()
    book.active.append(["单位名称", "联系人", "邮箱"])
    book.active.append(["示例市化学学会", "孙悦", "sun@example.org"])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "名单.xlsx"
    planned = officer.post(url("invite_many"), {"lines": "", "file": out})
    assert [row.unit for row in planned.context["plan"].inviting] == [people.society]
    bad = io.BytesIO(b"PK not really")
    bad.name = "x.xlsx"
    assert officer.post(url("invite_many"), {"file": bad}).status_code == 422


@pytest.fixture
def admin(client, people):
    """An administrator of the organisation at the top."""
    client.force_login(factories.member(people.association, "admin", kinds.ADMIN, "何某"))
    return client


@pytest.mark.parametrize("role", [kinds.OFFICER, kinds.ADMIN])
def test_officers_and_administrators_below_see_the_calendar_and_change_nothing(client, people, role):
    organisation = people.association if role == kinds.OFFICER else people.society
    client.force_login(factories.member(organisation, "looks", role))
    entry = CalendarDay.objects.create(day=date(2026, 3, 2), is_workday=False, source="通知")

    page = client.get(url("calendar"), {"year": 2026}).content.decode()
    added = client.post(
        url("calendar"),
        {"first": "2027-02-06", "last": "2027-02-06", "is_workday": "False", "source": "通知"},
    )
    removed = client.post(url("calendar_remove", entry.pk))

    assert "请把放假通知的安排告诉管理员" in page
    assert 'name="source"' not in page
    assert (added.status_code, removed.status_code) == (409, 409)
    assert CalendarDay.objects.get() == entry


def test_days_are_entered_with_their_source_and_taken_back(admin):
    data = {
        "first": "2027-02-06",
        "last": "2027-02-08",
        "is_workday": "False",
        "source": "国办发明电〔2026〕7号",
    }
    assert admin.post(url("calendar"), {**data, "source": ""}).status_code == 422
    assert admin.post(url("calendar"), data).status_code == 302
    assert CalendarDay.objects.count() == 3
    page = admin.get(url("calendar"), {"year": 2027}).content.decode()
    assert "国办发明电〔2026〕7号" in page
    admin.post(url("calendar_remove", CalendarDay.objects.first().pk))
    assert CalendarDay.objects.count() == 2


def test_a_run_of_days_has_an_end(people):
    with pytest.raises(Refused):
        actions.set_calendar_days(
            first=now().date(),
            last=now().date() + timedelta(days=90),
            is_workday=False,
            source="x",
            by=factories.member(people.association, "admin", kinds.ADMIN),
        )


def test_queries_do_not_grow_with_the_rows(officer, people):
    addresses = [url("list"), url("unit", people.association.uid), url("calendar")]
    for address in addresses:
        officer.get(address)
    before = [queries(officer, address) for address in addresses]
    for n in range(3):
        unit = factories.organisation(f"示例市第{n}学会", parent=people.association)
        factories.member(unit, f"liaison{n}", kinds.LIAISON)
        factories.member(people.association, f"officer{n}", kinds.OFFICER)
        sent_to(people, name=f"某{n}", email="")
    after = [queries(officer, address) for address in addresses]
    assert after == before
    assert max(after) <= 15
    assert after[0] <= 12


def test_a_dissolved_unit_is_closed_with_its_reason_and_what_it_nominated_stays(client, people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    client.force_login(people.officer)
    without = client.post(url("close", people.society.uid), {"reason": ""})
    client.post(url("close", people.society.uid), {"reason": "并入示例市化工学会（市科协〔2026〕8号）。"})
    page = client.get(url("unit", people.society.uid)).content.decode()

    assert without.status_code == 422
    assert "并入示例市化工学会" in page
    assert people.society.name not in client.get(url("list")).content.decode()
    assert people.society.name in client.get(url("list"), {"state": "closed"}).content.decode()
    assert client.get(reverse("calls:nomination", args=[nomination.uid])).status_code == 200
    client.force_login(people.li)
    assert client.get(reverse("calls:unit_nomination", args=[nomination.uid])).status_code == 404
    assert client.get(url("close", people.society.uid)).status_code == 404


def test_a_closed_unit_gets_no_message_and_is_opened_again(client, people):
    actions.close_unit(organisation=people.society, reason="撤销。", by=people.officer)
    reached = list(queries_of_units.liaisons_of([people.society.pk]))
    client.force_login(people.officer)
    client.post(url("close", people.society.uid), {"reason": "撤销有误。"})
    people.society.refresh_from_db()

    assert reached == []
    assert people.society.is_active
    assert list(queries_of_units.liaisons_of([people.society.pk]))
    assert Entry.objects.filter(action="unit_reopened", note="撤销有误。").exists()


def test_nobody_closes_her_own_unit_or_one_without_a_unit_above(people):
    for unit, by in ((people.society, people.li), (people.association, people.officer)):
        with pytest.raises(Refused):
            actions.close_unit(organisation=unit, reason="撤销。", by=by)
