"""Four smaller calls that stand today where the main one stood before: open, under review, in a meeting, on notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.actions import checking, confirming, results
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at
from jinguo.apps.decisions import actions as deciding
from jinguo.apps.reviews import actions as reviewing
from jinguo.apps.reviews import composition
from jinguo.apps.reviews.composition import Assigning
from jinguo.demo import call_of_2026, panel
from jinguo.demo.correspondence import give_out
from jinguo.demo.people import Nominee
from jinguo.demo.stage import Stage, announce, complete, fill_in, hand_in, moment, nominate

_PLAIN: dict[str, Any] = {
    "consent_required": False,
    "stamped_form_required": False,
    "criteria": call_of_2026.CRITERIA,
    "policy": {
        "column": "mean",
        "score_digits": 2,
        "tie": [{"prefer": {"sex": "F"}}],
        "last": {"draw": "云川-2026-10"},
    },
    "contact_name": "演示联系人",
    "contact_email": "demo@jinguo.example",
}
_ONE_EACH = call_of_2026.QUOTA_ROWS


def open_call_for_all_kinds(stage: Stage, nominees: Iterator[Nominee]) -> str:
    """A call open today for persons, teams, units and works, with nominations in every early state.

    Returns the token of a link that waits for a nominee.
    """
    city = stage.city
    call = announce(
        city,
        organiser=city.association,
        officer=city.officer,
        title="2026年度巾帼科技创新集体和个人选树",
        categories=[
            {
                "name": "创新个人",
                "nominee_kind": "person",
                "seats": 3,
                "description": "有突出创新成果的女科技工作者。",
            },
            {
                "name": "创新团队",
                "nominee_kind": "team",
                "seats": 2,
                "description": "女性占一半以上的科技创新团队。",
            },
            {
                "name": "先进集体",
                "nominee_kind": "unit",
                "seats": 2,
                "description": "支持女性科技人才成长的单位。",
            },
            {
                "name": "科普作品",
                "nominee_kind": "work",
                "seats": 2,
                "description": "女性主创的优秀科普作品。",
            },
        ],
        quotas=[{**row, "places": 2} for row in _ONE_EACH],
        units=city.units[:40],
        at=moment(9, 25, 9),
        **{
            **_PLAIN,
            "consent_required": True,
            "consent_text": call_of_2026.CONSENT,
            "honour_title": "云川巾帼科技创新奖章",
            "notice_text": "请各单位推荐个人、团队、集体或作品，每个单位不超过 2 项。",
            "closing_day": moment(10, 30).date(),
        },
    )
    people = [next(nominees) for _ in range(4)]
    people = [Nominee(p.name, 0, p.work, p.values, p.seed) for p in people]
    done = [
        nominate(stage, call, city.units[n], p, at=moment(9, 28 + n, 10)) for n, p in enumerate(people[:2])
    ]
    token = _waiting_for_her(stage, call, people[2])
    for n, (category, values) in enumerate(_collectives(stage, next(nominees), next(nominees))):
        made = fill_in(
            stage, call, city.units[4 + n], values, category=category, at=moment(10, 9, 10, 10 * n)
        )
        with held_at(moment(10, 9, 15, n)):
            link, _ = confirming.ask(nomination=made, by=city.liaisons[made.unit_id])
            confirming.confirm(
                confirmation=link,
                purposes=confirming.PURPOSES,
                seen=readiness.said_of_her(made, queries.values_of(made)),
            )
        done.append(hand_in(stage, made, at=moment(10, 9, 16, n)))
    with held_at(moment(10, 10, 9)):
        checking.accept(nomination=done[0], by=city.officer)
        checking.return_for_mending(
            nomination=done[1], note="请补充近三年的成果证明。", until=moment(10, 21, 0), by=city.officer
        )
        invitees = call.invitees.select_related("call__organiser", "organisation")
        checking.extend(
            invitee=invitees.get(organisation=city.units[12]),
            until=moment(11, 5, 0),
            reason="单位换届，经办人交接",
            by=city.officer,
        )
    return token


def _waiting_for_her(stage: Stage, call: Call, nominee: Nominee) -> str:
    unit = stage.city.units[0]
    draft = fill_in(stage, call, unit, nominee.values, category=0, at=moment(10, 10, 14))
    with held_at(moment(10, 10, 15)):
        _, token = confirming.ask(nomination=draft, by=stage.city.liaisons[unit.pk])
    return token


def _collectives(stage: Stage, one: Nominee, two: Nominee) -> Iterator[tuple[int, dict[str, Any]]]:
    yield (
        1,
        {
            "team_name": "云川理工大学智能感知女子攻关团队",
            "founded_on": "2018-05",
            "host_unit": "云川理工大学",
            "members_total": 12,
            "members_women": 9,
            "field_of_work": "复杂环境下的智能感知",
            "leader_name": one.name,
            "leader_id_number": one.values["id_number"],
            "leader_phone": one.values["phone"],
            "leader_unit_and_post": "云川理工大学 教授",
            "members": [
                {"name": one.name, "sex": "女", "born_on": "1980-03", "title": "教授", "part": "总体方案"},
                {
                    "name": two.name,
                    "sex": "女",
                    "born_on": "1988-11",
                    "title": "副教授",
                    "part": "算法与实验",
                },
            ],
            "deeds": "团队以女性青年骨干为主，八年来围绕城市安全监测开展研究，成果用于三个区的防汛值守，培养女博士六名。",
            "nominating_opinion": "团队业绩突出，同意推荐。",
        },
    )
    yield (
        2,
        {
            "unit_name": "云川第一医院检验中心",
            "unit_kind": "事业单位",
            "unit_rank": "处级以下",
            "staff_total": 46,
            "staff_women": 38,
            "founded_on": "1996-04",
            "head_name": two.name,
            "head_post": "主任",
            "phone": two.values["phone"],
            "deeds": "中心女职工占八成以上，建立弹性排班和返岗辅导制度，三年来十一名女职工生育后顺利返岗并晋升职称。",
            "nominating_opinion": "事迹属实，同意推荐。",
        },
    )
    yield (
        3,
        {
            "work_title": "《显微镜下的云川》科普丛书",
            "work_kind": "图书",
            "finished_on": "2025-11",
            "authors": [{"name": one.name, "sex": "女", "unit_and_post": "云川师范大学 副教授", "phone": ""}],
            "contact_name": one.name,
            "contact_phone": one.values["phone"],
            "summary": "丛书用身边的水、土、叶讲微观世界，配套二十四个家庭实验，已进入六十所小学的图书角。",
            "original": "作品为作者原创，不存在权属争议",
            "nominating_opinion": "同意推荐。",
        },
    )


def call_under_review(stage: Stage, nominees: Iterator[Nominee]) -> Call:
    """A call whose experts are at work today: some reviews are in, some are drafts, most are waiting.

    The officer wants one more review of each: who gives it is proposed and not yet published.
    """
    officer = stage.city.officer
    call = _accepted_call(stage, nominees, "2026年度女科技工作者科普之星评选", "云川科普之星", 12, blind=True)
    with held_at(moment(10, 9, 10)):
        round_ = reviewing.open_round(call=call, reviews_each=3, closes_at=moment(10, 24, 0), by=officer)
        give_out(round_, stage)
    rows = round_.assignments.select_related("nomination__call", "expert__user", "round__call")
    with held_at(moment(10, 10, 10)):
        for n, assignment in enumerate(rows.order_by("pk")[:14]):
            marks = {
                key: Decimal(stage.source.randint(78, 95))
                for key in ("deeds", "spirit", "example", "material")
            }
            write = reviewing.save_review if n % 5 == 4 else reviewing.submit_review
            write(
                assignment=assignment,
                marks=marks,
                comment="事迹真实感人。",
                seen_version=0,
                by=assignment.expert.user,
            )
    with held_at(moment(10, 12, 8)):
        rules = (composition.women(at_least=2), composition.one_unit())
        round_ = reviewing.set_assigning(
            round_=round_, assigning=Assigning(alternates=1, rules=rules), reviews_each=4, by=officer
        )
        reviewing.make_plan_now(round_=round_, by=officer)
    return call


def call_in_a_meeting(stage: Stage, nominees: Iterator[Nominee]) -> Call:
    """A call whose panel sits today, in the middle of a vote: the first expert can vote on her telephone."""
    call = _accepted_call(
        stage,
        nominees,
        "2026年度云川青年女科学家奖评选",
        "云川青年女科学家奖",
        6,
        seats=3,
        procedure={"rounds": [call_of_2026.MEETING], "notices": ["公示"]},
    )
    panel.meet_today(stage, call, voted=5)
    return call


def call_on_notice(stage: Stage, nominees: Iterator[Nominee]) -> Call:
    """A call whose public notice stands today, with one objection waiting."""
    call = _accepted_call(stage, nominees, "2026年度云川市女工程师标兵选树", "云川市女工程师标兵", 6)
    officer = stage.city.officer
    with held_at(moment(9, 29, 9)):
        round_ = reviewing.open_round(call=call, reviews_each=3, closes_at=moment(10, 9, 0), by=officer)
        give_out(round_, stage)
        for assignment in round_.assignments.select_related(
            "nomination__call", "expert__user", "round__call"
        ):
            marks = {
                key: Decimal(stage.source.randint(76, 96))
                for key in ("deeds", "spirit", "example", "material")
            }
            reviewing.submit_review(
                assignment=assignment, marks=marks, comment="", seen_version=0, by=assignment.expert.user
            )
    with held_at(moment(10, 9, 9)):
        deciding.decide(call=call, by=officer)
        call.refresh_from_db()
        notice = results.post_notice(
            call=call,
            title=f"{call.title}拟入选人员公示",
            text="现将拟入选人员予以公示，欢迎监督。",
            posted_on=moment(10, 9).date(),
            order="surname_strokes",
            by=officer,
        )
    with held_at(moment(10, 12, 8)):
        results.receive_objection(
            notice=notice,
            nomination=notice.entries.first().nomination,
            objector="演示来信人乙",
            contact="演示地址",
            content="请核实其职称取得时间。",
        )
    return call


def _accepted_call(
    stage: Stage,
    nominees: Iterator[Nominee],
    title: str,
    honour: str,
    count: int,
    *,
    seats: int = 0,
    blind: bool = False,
    **settings: Any,
) -> Call:
    """A call that is past its formal check."""
    city = stage.city
    call = announce(
        city,
        organiser=city.association,
        officer=city.officer,
        title=title,
        categories=[{"name": "个人", "nominee_kind": "person", "seats": seats or max(2, count // 3)}],
        quotas=_ONE_EACH,
        units=city.units[10 : 10 + count + 4],
        at=moment(9, 3, 9),
        person_form=call_of_2026.person_form(honour),
        **{
            **_PLAIN,
            "honour_title": honour,
            "blind_review": blind,
            "notice_text": "请各单位推荐 1 名人选。",
            "closing_day": moment(9, 25).date(),
            **settings,
        },
    )
    for n in range(count):
        one = next(nominees)
        plain = Nominee(one.name, 0, one.work, one.values, one.seed)
        made = complete(
            stage, call, city.units[10 + n], plain, at=moment(9, 10, 9) + timedelta(minutes=15 * n)
        )
        hand_in(stage, made, at=moment(9, 11, 9) + timedelta(minutes=n))
    with held_at(moment(9, 28, 9)):
        for nomination in call.nominations.filter(state=NominationState.SUBMITTED):
            checking.accept(nomination=nomination, by=city.officer)
    return call
