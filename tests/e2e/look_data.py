"""Run inside a site: a few selections in every stage, made by the real actions; prints the pages of each person.

Small on purpose: one of each thing that a page can show.
"""

from __future__ import annotations

import io
import json
from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from jinguo.apps.calls import presets
from jinguo.apps.calls.actions import (
    checking,
    confirming,
    materials,
    objections,
    opening,
    results,
)
from jinguo.apps.calls.actions.results import Place
from jinguo.apps.calls.models import Call, Invitee, Nomination
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.apps.outbox.models import Message
from jinguo.apps.reviews import actions as reviews
from jinguo.demo.media import films, photos
from tests import factories

CRITERIA = [
    {"key": "deeds", "label": "工作业绩", "weight": "0.6", "max": "100", "help": "成果的质量和实际效益"},
    {"key": "example", "label": "示范带动", "weight": "0.4", "max": "100"},
]
NAMES = ("王晓兰", "周岚", "欧阳静怡", "阿依古丽·买买提", "李若云", "陈雨桐")
WEB = "https://example.org/invitation/{token}/"


def stage(title, people, **settings) -> Call:
    """An open call without quotas to which units more than two can be invited."""
    call = factories.draft_call(people, criteria=CRITERIA, policy={"last": {"by": "id"}}, **settings)
    opening.set_quotas(call=call, rows=[], by=people.officer)
    call.refresh_from_db()
    opening.change_call(call=call, changes={"title": title}, seen_version=call.version, by=people.officer)
    return opening.open_call(call=call, by=people.officer)


def handed_in(call, people, count, sequence=1) -> list[Nomination]:
    made = []
    for n, name in enumerate(NAMES[:count]):
        unit, by = ((people.society, people.li), (people.district, people.zhao))[n % 2]
        values = factories.filled_values(name, sequence + n, deeds="她长期从事储能材料研究。" * (8 + n))
        made.append(factories.handed_in(call, unit, by, values))
    return made


def accepted(call, people, count, sequence=1) -> list[Nomination]:
    made = handed_in(call, people, count, sequence)
    for nomination in made:
        checking.accept(nomination=nomination, by=people.officer)
    return made


def reviewed(call, people, experts):
    round_ = reviews.open_round(
        call=call, reviews_each=2, closes_at=now() + timedelta(days=5), by=people.officer
    )
    reviews.publish_plan(plan=reviews.make_plan_now(round_=round_, by=people.officer), by=people.officer)
    first = round_.assignments.filter(expert=experts[0]).order_by("pk").first()
    reviews.declare_conflict(
        assignment=first, kind="conflict_same_unit", note="同一研究室", by=experts[0].user
    )
    for n, one in enumerate(round_.assignments.exclude(pk=first.pk)[:4]):
        marks = {"deeds": Decimal(90 - 3 * n), "example": Decimal(80 + n)}
        reviews.promise(round_=round_, expert=one.expert, by=one.expert.user)
        reviews.submit_review(
            assignment=one, marks=marks, comment="成果扎实。", seen_version=0, by=one.expert.user
        )
    return round_


def decided(call, people):
    rows = call.nominations.filter(state="nomination_accepted").order_by("number")
    places = [Place(nomination, rank, rank <= 2) for rank, nomination in enumerate(rows, 1)]
    results.record_selection(
        call=call, places=places, record={"digest": "0" * 64}, record_digest="0" * 64, by=people.officer
    )
    call.refresh_from_db()
    return call


def posted(call, people, day):
    return results.post_notice(
        call=call, title="", text="", posted_on=day, order="surname_strokes", by=people.officer
    )


def main() -> None:
    people = factories.cast()
    experts = [
        reviews.add_expert(
            pool=people.association,
            by=people.officer,
            user=factories.user(f"expert{n}", name),
            name=name,
            unit_name="示例大学",
            title="教授",
            disciplines="材料科学，化学",
        )
        for n, name in enumerate(("吴敏之", "何秋实", "孙若冰"))
    ]
    federation = factories.organisation("示例市妇女联合会", kinds.FEDERATION)
    above = factories.member(federation, "zhou", kinds.OFFICER, "周平")
    admin = factories.member(people.association, "admin", kinds.ADMIN, "秦管理")
    factories.member(people.association, "leader", kinds.LEADER, "郑主席")
    parent = opening.create_call(
        organiser=federation,
        title="示例市三八红旗手评选",
        year=today().year,
        by=above,
        closing_day=today() + timedelta(days=60),
        consent_required=False,
        stamped_form_required=False,
    )
    opening.set_categories(call=parent, rows=[{"name": "三八红旗手", "nominee_kind": "person"}], by=above)
    opening.invite(call=parent, organisations=[people.association], by=above)
    opening.open_call(call=parent, by=above)

    # one in preparation, one from the sample with materials, one in the formal check
    draft = opening.create_from_preset(
        organiser=people.association,
        preset=presets.all_presets()["striving_women"],
        title="明年的选树",
        year=today().year,
        by=people.officer,
    )
    full = opening.create_from_preset(
        organiser=people.association,
        preset=presets.all_presets()["striving_women"],
        title="最美巾帼奋斗者选树",
        year=today().year,
        by=people.officer,
    )
    full = opening.change_call(
        call=full,
        changes={"closing_day": today() + timedelta(days=12)},
        seen_version=full.version,
        by=people.officer,
    )
    full = opening.open_call(call=full, by=people.officer)
    filling = factories.draft(full, people.society, people.li)
    photo = io.BytesIO(photos.photo(7, "laboratory"))
    materials.add_file(nomination=filling, key="work_photos", stream=photo, name="工作照.jpg", by=people.li)
    film = io.BytesIO(films.video(7, 4, 640, 480, fps=4))
    materials.add_file(nomination=filling, key="video", stream=film, name="短片.mp4", by=people.li)
    _, token = confirming.ask(nomination=filling, by=people.li)
    checked = stage("巾帼科技标兵评选", people)
    waiting, returned, rejected, _ = handed_in(checked, people, 4, 20)
    mend = now() + timedelta(days=5)
    checking.return_for_mending(nomination=returned, note="事迹请补充数据。", until=mend, by=people.officer)
    checking.reject(nomination=rejected, note="不属于评选范围。", by=people.officer)
    over = Invitee.objects.get(call=checked, organisation=people.district)
    checking.extend(
        invitee=over, until=checked.closes_at + timedelta(days=3), reason="公务", by=people.officer
    )

    # one in review, one decided, one on notice with an objection, one final and handed up
    reviewing = stage("青年女科学家评选", people)
    accepted(reviewing, people, 4, 40)
    round_ = reviewed(reviewing, people, experts)
    decided_ = stage("科普巾帼之星评选", people)
    accepted(decided_, people, 3, 60)
    decided(decided_, people)
    on_notice = stage("巾帼创新团队负责人评选", people)
    accepted(on_notice, people, 4, 80)
    notice = posted(decided(on_notice, people), people, today())
    objection = objections.receive_objection(
        notice=notice,
        objector="马某",
        contact="13900000000",
        content="成果应由三家单位共同完成。",
        nomination=None,
        channel="web",
    )
    final = stage("往年巾帼奋斗者选树", people, parent_call=parent)
    accepted(final, people, 3, 100)
    old = posted(decided(final, people), people, today())
    with held_at(old.closes_at + timedelta(days=1)):
        results.make_final(call=final, by=people.officer)
    final.refresh_from_db()
    sent = organisations.invite_user(
        organisation=people.society,
        role=kinds.LIAISON,
        name="新联络员",
        email="new@example.org",
        by=people.officer,
        link=WEB,
    )
    print(json.dumps(pages(locals())))


def pages(at) -> dict[str, list[tuple[str, str]]]:
    def page(name, *args, tail=""):
        return (f"{name.replace(':', '-')}{tail and '-more'}", reverse(name, args=args) + tail)

    draft, full, checked, reviewing = (at[k].uid for k in ("draft", "full", "checked", "reviewing"))
    decided_, on_notice, final = (at[k].uid for k in ("decided_", "on_notice", "final"))
    round_, people = at["round_"], at["people"]
    given = round_.assignments.filter(expert=at["experts"][1]).order_by("-pk").first()
    receipt = checked and at["waiting"].uid
    setup = [
        "basics",
        "dates",
        "categories",
        "units",
        "invite",
        "form",
        "materials",
        "eligibility",
        "consent",
    ]
    return {
        "": [
            page("account_login"),
            page("calls:public_list"),
            page("calls:public_call", full),
            page("calls:public_notice", at["notice"].uid),
            page("calls:public_objection", at["notice"].uid),
            page("calls:public_result", final),
            page("calls:confirm", at["token"]),
            page("organisations:invitation", at["sent"].token),
            ("not-found", "/nothing/"),
        ],
        "officer": [
            page("home"),
            page("calls:list"),
            page("calls:setup_new"),
            page("calls:setup_new", tail="?preset=striving_women"),
            page("calls:copy", final),
            page("calls:setup", draft),
            *[page(f"calls:setup_{step}", draft) for step in [*setup, "review", "check"]],
            page("calls:setup_field", draft, "person", "deeds"),
            page("calls:setup_form_preview", draft, "person"),
            page("calls:setup_material", draft, "photo", "work_photos"),
            page("calls:overview", checked),
            page("calls:call_history", checked),
            page("calls:units", checked),
            page("calls:units_remind", full),
            page("calls:extend", checked, at["over"].pk),
            page("calls:nominations", checked),
            page("calls:check_one", at["waiting"].uid),
            page("calls:check", reviewing),
            page("calls:return", at["waiting"].uid),
            page("calls:nomination", at["returned"].uid),
            page("calls:nomination_history", at["returned"].uid),
            page("reviews:board", checked),
            page("reviews:board", reviewing),
            page("reviews:board", reviewing, tail="?tab=conflicts"),
            page("reviews:assigning", reviewing),
            page("reviews:remind", reviewing),
            page("decisions:decide", reviewing),
            page("reviews:nomination", given.nomination.uid),
            page("reviews:experts"),
            page("reviews:expert_add"),
            page("reviews:expert", at["experts"][0].uid),
            page("calls:results", reviewing),
            page("calls:results", on_notice),
            page("calls:notice_new", decided_),
            page("calls:notice_withdraw", on_notice),
            page("calls:objections", on_notice),
            page("calls:objection_new", on_notice),
            page("calls:objection", at["objection"].uid),
            page("calls:results", final),
            page("calls:forward", final),
            page("calls:documents", final),
            page("organisations:list"),
            page("organisations:add"),
            page("organisations:unit", people.society.uid),
            page("organisations:close", people.society.uid),
            page("organisations:invite_many"),
            page("organisations:calendar"),
            page("outbox:sent"),
            page("jobs:list"),
        ],
        "li": [
            page("home"),
            page("calls:unit_calls"),
            page("calls:unit_call", full, people.society.uid),
            page("calls:unit_nomination", at["filling"].uid),
            page("calls:unit_print", at["filling"].uid),
            page("calls:unit_receipt", receipt),
            page("calls:unit_nomination", receipt),
            page("calls:unit_history", receipt),
            page("outbox:inbox"),
            page("outbox:message", Message.objects.filter(to_user=people.li).first().uid),
            page("accounts:profile"),
            page("accounts:security"),
        ],
        "zhao": [page("home"), page("calls:unit_nomination", at["returned"].uid)],
        "expert1": [
            page("home"),
            page("reviews:my_rounds"),
            page("reviews:desk", round_.uid),
            page("reviews:read", given.uid),
            page("reviews:conflict", given.uid),
        ],
        "admin": [page("home"), page("organisations:calendar")],
        "leader": [page("home"), page("calls:leader_board"), page("calls:leader_call", final)],
        "stranger": [page("home"), page("outbox:inbox"), page("jobs:list")],
    }
