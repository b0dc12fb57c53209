"""Setting a call up on the pages: every step opens, saves, and refuses what does not fit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.calls import presets, setting_up
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import FormerName, Organisation
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

STEPS = [f"setup_{key}" for key in setting_up.STEPS]


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


@pytest.fixture
def call(people) -> Call:
    return opening.create_from_preset(
        organiser=people.association,
        preset=presets.all_presets()["striving_women"],
        title="2026年度最美巾帼奋斗者",
        year=2026,
        by=people.officer,
    )


def url(name: str, call: Call, *args: object) -> str:
    return reverse(f"calls:{name}", args=[call.uid, *args])


def put(client, call: Call, name: str, data: dict, *args: object):
    call.refresh_from_db()
    return client.post(url(name, call, *args), {"seen_version": call.version, **data})


@pytest.mark.parametrize("name", ["setup", "setup_check", "copy", "setup_invite", *STEPS])
def test_every_page_opens_for_the_officer_and_for_nobody_else(client, people, call, name):
    client.force_login(people.li)
    assert client.get(url(name, call)).status_code == 404
    client.force_login(people.officer)
    assert client.get(url(name, call)).status_code == 200


@pytest.mark.parametrize("kind", ["person", "team", "unit", "work"])
def test_the_form_of_each_kind_can_be_seen_and_taken_as_word(officer, call, kind):
    assert officer.get(url("setup_form_preview", call, kind)).status_code == 200
    answer = officer.get(url("setup_form_word", call, kind))
    assert answer.content[:2] == b"PK"


def test_a_preset_lacks_nothing_but_its_last_day(call, people):
    codes = [reason.code for reason in opening.missing_before_opening(call)]
    assert codes == ["call_without_closing_day"]
    assert call.categories.count() == 4
    assert set(call.invitees.values_list("organisation", flat=True)) == {
        people.society.pk,
        people.district.pk,
    }
    assert "{organiser}" not in call.notice_text + call.consent_text


def test_from_nothing_to_an_open_call_in_a_few_clicks(officer, people):
    new = reverse("calls:setup_new")
    assert officer.get(new).status_code == 200
    begun = officer.post(f"{new}?preset=striving_women", {"title": "巾帼奋斗者", "year": 2026})
    call = Call.objects.get()
    assert begun.url == url("setup_dates", call)
    dated = put(
        officer,
        call,
        "setup_dates",
        {
            "closing_day": (today() + timedelta(days=20)).isoformat(),
            "closing_includes_day": "True",
            "notice_days": 5,
            "notice_counts_first_day": "False",
        },
    )
    assert dated.status_code == 302
    assert officer.post(url("setup_open", call)).status_code == 302
    call.refresh_from_db()
    assert call.state == CallState.OPEN


def test_the_preview_says_the_closing_instant_in_words(officer, call):
    answer = officer.post(
        url("setup_dates", call) + "?preview=1",
        {
            "closing_day": "2026-12-20",
            "closing_includes_day": "True",
            "notice_days": 5,
            "notice_counts_first_day": "False",
        },
    )
    assert "2026年12月20日 24:00" in answer.content.decode()


def test_a_page_opened_before_another_officers_change_saves_nothing_and_keeps_the_text(officer, people, call):
    seen = call.version
    opening.change_call(call=call, changes={"basis": "甲文件"}, seen_version=seen, by=people.officer)
    answer = officer.post(
        url("setup_basics", call), {"seen_version": seen, "title": "我写的标题", "year": 2026}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "我写的标题" in page
    assert "甲文件" in page
    call.refresh_from_db()
    assert call.title != "我写的标题"


def test_a_title_that_claims_the_nation_is_warned_of(people, call):
    call.title = "中国最美巾帼"
    codes = [reason.code for reason in setting_up.of(call).step("basics").findings]
    assert "title_needs_approval" in codes


def rows(prefix: str, given: list[dict], **other: object) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0, **other}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_categories_swap_their_names(officer, call):
    first, second, *_ = call.categories.all()
    given = [
        {"uid": first.uid, "name": second.name, "nominee_kind": "person", "seats": 1},
        {"uid": second.uid, "name": first.name, "nominee_kind": "person", "seats": 2},
        {"name": "", "nominee_kind": "person"},
    ]
    assert put(officer, call, "setup_categories", rows("categories", given)).status_code == 302
    assert [c.pk for c in call.categories.all()] == [first.pk, second.pk]


def test_a_row_is_added_moved_and_taken_away_without_saving(officer, call):
    given = [{"name": "甲", "nominee_kind": "team"}, {"name": "乙", "nominee_kind": "person"}]
    for action, names in {"add": ["甲", "乙", ""], "up:1": ["乙", "甲"], "remove:0": ["乙"]}.items():
        answer = put(officer, call, "setup_categories", rows("categories", given, row=action))
        shown = [form["name"].value() or "" for form in answer.context["rows"]]
        assert shown == names
    assert call.categories.count() == 4


def test_a_quota_for_a_named_unit_is_found_by_its_former_name(officer, people, call):
    FormerName.objects.create(organisation=people.society, name="示例市化学会")
    given = [
        {"limits": "kind:society", "places": 1},
        {"limits": "named", "unit": "示例市化学会", "places": 3},
        {"limits": "total", "places": 40},
    ]
    assert put(officer, call, "setup_units", rows("quotas", given)).status_code == 302
    named = call.quotas.get(scope="named_unit")
    assert (named.organisation, named.places) == (people.society, 3)


def test_a_pasted_list_is_planned_before_anything_is_done(officer, people, call):
    fresh = factories.organisation("示例市物理学会", short_name="物理学会", parent=people.association)
    answer = officer.post(
        url("setup_invite", call), {"names": "1. 物理学会\n2、示例市化学学会\n没有听说过的学会"}
    )
    assert answer.context["fresh"] == [fresh]
    assert answer.context["already"] == [people.society]
    assert answer.context["named"].unknown == ["没有听说过的学会"]
    assert not call.invitees.filter(organisation=fresh).exists()
    officer.post(
        url("setup_invite_confirmed", call),
        {"unit": [str(fresh.uid)], "unknown": ["没有听说过的学会"], "register_as": kinds.SOCIETY},
    )
    invited = set(call.invitees.values_list("organisation__name", flat=True))
    assert {"示例市物理学会", "没有听说过的学会"} <= invited
    assert Organisation.objects.get(name="没有听说过的学会").parent == people.association


def test_an_own_field_goes_before_the_opinions_and_into_the_paper(officer, call):
    data = {
        "label": "主要论著",
        "kind": "table",
        "max_rows": 5,
        "print_span": 5,
        **rows("columns", [{"label": "题名", "kind": "text"}, {"label": "年份", "kind": "number"}]),
    }
    assert put(officer, call, "setup_field_new", data, "person").status_code == 302
    call.refresh_from_db()
    keys = [field.key for field in call.form_spec("person").fields]
    assert keys[-3:] == ["zhu_yao_lun_zhu", "nominating_opinion", "organiser_opinion"]
    assert officer.get(url("setup_form_word", call, "person")).status_code == 200


def test_a_field_is_changed_moved_and_removed(officer, call):
    data = {"label": "主要事迹", "kind": "long_text", "max_words": 800, "print_span": 5, "required": "on"}
    assert put(officer, call, "setup_field", data, "person", "deeds").status_code == 302
    assert put(officer, call, "setup_form_arrange", {"do": "up:deeds"}, "person").status_code == 302
    assert put(officer, call, "setup_form_arrange", {"do": "remove:honours"}, "person").status_code == 302
    call.refresh_from_db()
    spec = call.form_spec("person")
    assert spec.field("deeds").max_words == 800
    assert "honours" not in [field.key for field in spec.fields]


def test_the_field_for_experts_to_be_avoided_is_offered_once_and_under_the_key_that_is_read(officer, call):
    page = officer.get(url("setup_form", call)).content.decode()
    assert "offered:avoid_experts" in page
    assert (
        put(officer, call, "setup_form_arrange", {"do": "offered:avoid_experts"}, "person").status_code == 302
    )
    call.refresh_from_db()
    field = call.form_spec("person").field("avoid_experts")
    assert (field.kind, field.max_rows, field.required, field.public) == ("table", 3, False, False)
    assert "offered:avoid_experts" not in officer.get(url("setup_form", call)).content.decode()
    assert officer.get(url("setup_form_word", call, "person")).status_code == 200


def test_the_name_of_the_nominee_cannot_be_removed(people, officer, call):
    answer = put(officer, call, "setup_form_arrange", {"do": "remove:name"}, "person")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("reading", "pixels", "size", "warns"),
    [("pixels", 1048576, 1048576, True), ("bytes", None, 1048576, False)],
)
def test_both_readings_of_1024k_can_be_chosen(officer, call, reading, pixels, size, warns):
    data = {"label": "工作照", "min_count": 2, "max_count": 3, "formats": ["jpg"], "pixels_reading": reading}
    put(officer, call, "setup_material", data, "photo", "work_photos")
    call.refresh_from_db()
    spec = call.material_specs()[0]
    assert (spec.min_pixels, spec.min_bytes, spec.min_bytes_is_warning) == (pixels, size, warns)


def test_an_age_limit_is_proposed_as_a_birth_date_and_confirmed(officer, call):
    proposed = officer.post(
        url("setup_eligibility", call), {"way": "born", "propose": "1", "born-women_years": "45"}
    )
    assert proposed.context["born"]["women_born"].value() == "1981-01-01"
    confirmed = {"way": "born", "born-women_years": "45", "born-women_born": "1981-01-01"}
    call.refresh_from_db()
    officer.post(url("setup_eligibility", call), {**confirmed, "born-seen_version": call.version})
    call.refresh_from_db()
    born = [rule for rule in call.eligibility["rules"] if rule["id"] == "born"]
    assert born[0]["limits"] == {"F": "1981-01-01"}


def adds_a_rule(officer, call, way, **typed):
    call.refresh_from_db()
    data = {"way": way, f"{way}-seen_version": call.version, f"{way}-text": "通知原文。"}
    answer = officer.post(
        url("setup_eligibility", call), data | {f"{way}-{name}": value for name, value in typed.items()}
    )
    call.refresh_from_db()
    return answer, call.eligibility.get("rules", [])


def test_a_number_of_the_form_is_held_between_bounds(officer, call):
    without, _ = adds_a_rule(officer, call, "number", fact="age")
    crossed, _ = adds_a_rule(officer, call, "number", fact="age", at_least="60", at_most="18")
    done, rules = adds_a_rule(officer, call, "number", fact="age", at_least="18", at_most="60")

    assert (without.status_code, crossed.status_code, done.status_code) == (422, 422, 302)
    assert (rules[-1]["kind"], rules[-1]["fact"]) == ("number", "age")
    assert (Decimal(rules[-1]["at_least"]), Decimal(rules[-1]["at_most"])) == (18, 60)


def test_honours_are_needed_or_keep_somebody_out(officer, call):
    _, kept_out = adds_a_rule(
        officer, call, "honour", which="excludes", names="全国三八红旗手\n\n全国劳动模范", within_years="5"
    )
    _, needed = adds_a_rule(officer, call, "honour", which="needed", names="示例市三八红旗手")

    assert kept_out[-1]["kind"] == "honour_excludes"
    assert kept_out[-1]["names"] == ["全国三八红旗手", "全国劳动模范"]
    assert kept_out[-1]["within_years"] == 5
    assert [rule["kind"] for rule in needed[-2:]] == ["honour_excludes", "honour_needed"]
    assert len({rule["id"] for rule in needed}) == len(needed)


def test_criteria_and_ties_are_kept_as_the_review_reads_them(officer, call):
    from jinguo.apps.reviews.criteria import counting_column, criteria_of, policy_of

    data = {
        **rows("criteria", [{"label": "创新", "max": "60", "weight": "1", "step": "0.5"}]),
        **rows("ties", [{"prefer": "sex=F"}]),
        **rows(
            "rounds", [{"name": "函评", "kind": "correspondence", "others_scores": "never", "seats": "20"}]
        ),
        "column": "median",
        "trim_from": 5,
        "score_digits": 2,
        "last": "draw",
        "draw": "2026-12-01",
    }
    assert put(officer, call, "setup_review", data).status_code == 302
    call.refresh_from_db()
    assert criteria_of(call.criteria)[0].label == "创新"
    assert counting_column(call)[0] == "median"
    assert [(one.name, one.seats) for one in call.procedure_read.rounds] == [("函评", 20)]
    policy = policy_of(call, {"甲": 2})
    assert policy.tie[0].prefer == {"sex": "F"}
    assert policy.last.draw == "2026-12-01"


def test_a_usual_procedure_fills_the_rounds_and_is_kept_with_its_notices(officer, call):
    data = {
        **rows("criteria", [{"label": "创新", "max": "60", "weight": "1", "step": "0.5"}]),
        **rows("ties", []),
        **rows("rounds", [{"name": "评审", "kind": "correspondence", "others_scores": "never"}]),
        "column": "median", "trim_from": 5, "score_digits": 2, "last": "decide",
    }  # fmt: skip

    asked = put(officer, call, "setup_review", {**data, "row": "rounds/as:two_reviews_three_notices"})
    filled = [form.initial for form in asked.context["rounds"].forms]
    filled[0]["seats"] = 40
    put(
        officer,
        call,
        "setup_review",
        {
            **data,
            **rows("rounds", [{k: "" if v is None else v for k, v in row.items()} for row in filled]),
            "template": asked.context["template"],
        },
    )

    call.refresh_from_db()
    procedure = call.procedure_read
    assert [(one.name, one.kind, one.seats, one.notice) for one in procedure.rounds] == [
        ("初审", "correspondence", 40, "初审公示"),
        ("复审", "meeting", None, ""),
    ]
    assert procedure.steps == ("初审", "初审公示", "复审", "复审公示", "终审公示")


def test_what_binds_the_units_is_fixed_once_the_call_is_open(officer, people):
    call = factories.open_call(people)
    page = officer.get(url("setup_categories", call)).content.decode()
    assert "call_is_open_already" in page
    with pytest.raises(Refused):
        opening.change_call(call=call, changes={"copies": 9}, seen_version=call.version, by=people.officer)


def test_the_last_day_of_an_open_call_only_moves_later(officer, people):
    call = factories.open_call(people)
    for changes in (
        {"closing_day": today() + timedelta(days=3)},
        {"closing_includes_day": False},
        {"closing_day": None},
    ):
        with pytest.raises(Refused) as refused:
            opening.change_call(call=call, changes=changes, seen_version=call.version, by=people.officer)
        assert refused.value.reasons[0].code == "closing_day_only_moves_later"
    later = today() + timedelta(days=40)
    changed = opening.change_call(
        call=call, changes={"closing_day": later}, seen_version=call.version, by=people.officer
    )
    assert changed.closing_day == later


def test_a_copy_is_a_draft_with_everything_but_the_dates(officer, people):
    call = factories.open_call(people)
    officer.post(url("copy", call), {"title": "明年的", "year": call.year + 1})
    copied = Call.objects.get(title="明年的")
    assert copied.state == CallState.DRAFT
    assert copied.closing_day is None
    assert copied.invitees.count() == 2
    assert copied.forms == call.forms


@pytest.mark.parametrize(
    "name", ["setup", "setup_check", "setup_units", "setup_categories", "setup_form", "setup_invite"]
)
def test_queries_do_not_grow_with_the_rows(officer, people, call, name, django_assert_max_num_queries):
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert officer.get(url(name, call)).status_code == 200
        return len(seen)

    officer.get(url(name, call))
    before = count()
    units = [factories.organisation(f"示例市第{n}学会", parent=people.association) for n in range(3)]
    opening.invite(call=call, organisations=units, by=people.officer)
    opening.set_categories(
        call=call,
        rows=[{"name": f"类{n}", "nominee_kind": "person", "seats": 1} for n in range(7)],
        by=people.officer,
    )
    after = count()
    assert after <= before
    assert after <= 15
    assert not Nomination.objects.exists()
    assert now()


def read(client, address: str) -> bytes:
    return factories.read_through(client.get(address))


def test_the_notice_file_is_the_organisers_until_the_call_opens(officer, client, people, call):
    from django.core.files.uploadedfile import SimpleUploadedFile

    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    put(
        officer,
        call,
        "setup_basics",
        {"title": call.title, "year": 2026, "file": SimpleUploadedFile("通知.pdf", pdf)},
    )
    call.refresh_from_db()
    address = call.notice_file.get_absolute_url()
    assert read(officer, address) == pdf
    client.force_login(people.zhao)
    assert client.get(address).status_code == 404
    opening.change_call(
        call=call,
        changes={"closing_day": today() + timedelta(days=9)},
        seen_version=call.version,
        by=people.officer,
    )
    opening.open_call(call=call, by=people.officer)
    assert read(client, address) == pdf
