"""The demo's main selection, played from its notice to the list handed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jinguo.apps.calls.actions import checking, nominating, results
from jinguo.apps.calls.models import Call, CheckMark, Nomination, Objection
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at
from jinguo.apps.decisions import actions as deciding
from jinguo.demo import call_of_2026, media
from jinguo.demo.people import Nominee
from jinguo.demo.stage import (
    Stage,
    add,
    announce,
    complete,
    confirm,
    fill_in,
    hand_in,
    moment,
    nominate,
    stamp,
)
from jinguo.errors import Refused

COMPLETE = 38
"""Units whose nominations lack nothing."""


def open_calls(stage: Stage) -> tuple[Call, Call]:
    """The federation's call, and the association's call that feeds it."""
    city = stage.city
    categories = [{**row, "seats": None} for row in call_of_2026.CATEGORY_ROWS]
    above = announce(
        city,
        organiser=city.federation,
        officer=city.federation_officer,
        title="2026年度“云川最美巾帼奋斗者”选树（市级）",
        categories=categories,
        quotas=[{"scope": "named_unit", "organisation": city.association, "places": 8}],
        units=[city.association],
        at=moment(8, 25, 9),
        person_form=call_of_2026.person_form(),
        **{
            **call_of_2026.SETTINGS,
            "closing_day": moment(10, 30).date(),
            "consent_required": False,
            "stamped_form_required": False,
            "document_number": "云妇发〔2026〕15号",
            "notice_text": "请各系统主管单位择优推荐，推荐人选须经本系统评审和公示。",
        },
    )
    call = announce(
        city,
        organiser=city.association,
        officer=city.officer,
        title=call_of_2026.TITLE,
        categories=call_of_2026.CATEGORY_ROWS,
        quotas=call_of_2026.QUOTA_ROWS,
        units=city.units,
        at=moment(9, 1, 9),
        person_form=call_of_2026.person_form(),
        parent_call=above,
        **call_of_2026.SETTINGS,
    )
    return above, call


def nominate_all(stage: Stage, call: Call, nominees: Iterator[Nominee]) -> None:
    """The units nominate: most rightly, some with the mistakes that people make."""
    units = list(stage.city.units)
    stage.source.shuffle(units)
    for n in range(COMPLETE):
        day = 3 + n * 14 // COMPLETE
        nominate(
            stage, call, units[n], next(nominees), at=moment(9, day, 9) + stage.soon() % timedelta(hours=5)
        )
    _mistakes(stage, call, units[COMPLETE:], nominees)


def _mistakes(stage: Stage, call: Call, units: list, nominees: Iterator[Nominee]) -> None:
    at = moment(9, 16, 9)

    def begun(nominee: Nominee, **other: object) -> Nomination:
        return fill_in(
            stage,
            call,
            units.pop(0),
            {**nominee.values, **other},
            category=nominee.category,
            at=at + stage.soon(),
        )

    one = begun(next(nominees))
    add(
        stage,
        one,
        "video",
        media.video(61, 10, 960, 720, scene="factory"),
        "竖条.mp4",
        at=at + timedelta(hours=2),
    )
    one = begun(next(nominees))
    add(
        stage,
        one,
        "video",
        media.video(62, 102, fps=1, scene="ward"),
        "事迹（完整版）.mp4",
        at=at + timedelta(hours=2),
    )
    one = begun(next(nominees))
    add(stage, one, "photos", media.png_as_jpg(63), "工作照.jpg", at=at + timedelta(hours=2))
    add(stage, one, "photos", media.truncated_photo(63), "工作照2.jpg", at=at + timedelta(hours=2))
    nominee = next(nominees)
    number = str(nominee.values["id_number"])
    begun(nominee, id_number=number[:17] + ("0" if number[17] != "0" else "1"))
    nominee = next(nominees)
    begun(nominee, deeds=(str(nominee.values["deeds"]) * 12)[:1100])
    _nominated_twice(stage, call, units.pop(0))
    complete(stage, call, units.pop(0), next(nominees), at=moment(9, 18, 13))
    for _ in range(2):
        nominee = next(nominees)
        few = {key: nominee.values[key] for key in ("name", "unit_and_post")}
        fill_in(stage, call, units.pop(0), few, category=nominee.category, at=at + stage.soon())


def _nominated_twice(stage: Stage, call: Call, unit: object) -> None:
    """A second unit nominates somebody whom another unit has handed in already; the site refuses to take it."""
    first = call.nominations.filter(state=NominationState.SUBMITTED).order_by("number").first()
    nominee = _as_nominated(stage, first)
    again = complete(stage, call, unit, nominee, at=moment(9, 17, 9))
    with held_at(moment(9, 17, 16)):
        try:
            nominating.hand_in(nomination=again, by=stage.city.liaisons[again.unit_id])
        except Refused:
            return
    raise AssertionError("a person was nominated twice")


def _as_nominated(stage: Stage, nomination: Nomination) -> Nominee:
    return stage.known[nomination.name]


def check_all(stage: Stage, call: Call) -> None:
    """The formal check: all but a few pass; three are returned, two of them come back mended, two end rejected."""
    officer = stage.city.officer
    waiting = list(call.nominations.filter(state=NominationState.SUBMITTED).order_by("number"))
    returned, refused, passed = (
        waiting[5:8],
        waiting[20],
        [n for n in waiting if n not in (*waiting[5:8], waiting[20])],
    )
    for n, nomination in enumerate(returned):
        with held_at(moment(9, 21, 9, 10 + n)):
            checking.mark_item(
                nomination=nomination,
                item="field:deeds",
                outcome=CheckMark.FAIL,
                note="缺少可核实的数据",
                by=officer,
            )
            checking.return_for_mending(
                nomination=nomination, note="主要事迹请补充时间和数据。", until=moment(9, 24, 0), by=officer
            )
    for n, nomination in enumerate(passed):
        with held_at(moment(9, 21, 10) + timedelta(minutes=2 * n)):
            checking.accept(nomination=nomination, by=officer)
    with held_at(moment(9, 21, 16)):
        checking.reject(nomination=refused, note="推荐人选不属于本次选树的四个类别。", by=officer)
    for n, nomination in enumerate(returned[:2]):
        _mend(stage, nomination, n)
    with held_at(moment(9, 24, 9)):
        checking.reject(nomination=returned[2], note="逾期没有补正。", by=officer)


def _mend(stage: Stage, nomination: Nomination, n: int) -> None:
    nominee = _as_nominated(stage, nomination)
    liaison = stage.city.liaisons[nomination.unit_id]
    with held_at(moment(9, 22, 9 + n)):
        row = nomination.values.get(key="deeds")
        more = f"{nominee.values['deeds']}2025年，有关成果通过了市级验收。"
        nominating.save_field(
            nomination=nomination, key="deeds", raw=more, seen_version=row.version, by=liaison
        )
    nomination.refresh_from_db()
    confirm(stage, nomination, at=moment(9, 22, 10 + n))
    for scan in nomination.materials.filter(spec_key="stamped_form"):
        with held_at(moment(9, 22, 12)):
            scan.delete()
    stamp(stage, nomination, at=moment(9, 22, 13 + n))
    nomination = hand_in(stage, nomination, at=moment(9, 22, 15 + n))
    with held_at(moment(9, 23, 9, n)):
        nomination.check_marks.all().delete()
        checking.accept(nomination=nomination, by=stage.city.officer)


def decide_and_post(stage: Stage, call: Call) -> None:
    """The officer proposes the list, a second one agrees, the public notice goes up."""
    officer = stage.city.officer
    with held_at(moment(9, 28, 15)):
        decision = deciding.decide(call=call, by=officer, note="会评投票结果，请复核。")
    with held_at(moment(9, 28, 16)):
        deciding.approve(
            decision=decision,
            seen=decision.fingerprint,
            note="与会议记录一致，同意。",
            by=stage.city.second_officer,
        )
        call.refresh_from_db()
        results.post_notice(
            call=call,
            title=f"{call.title}拟推荐人选公示",
            text="经单位推荐、形式审查、函评和会评，拟推荐以下人选，现予公示。",
            posted_on=moment(9, 28).date(),
            order="surname_strokes",
            by=officer,
        )


def hear_objections(stage: Stage, call: Call) -> None:
    """Two objections: one does not hold, one does and takes its name off the list."""
    officer = stage.city.officer
    notice = call.notices.get(withdrawn_at=None)
    names = [entry.nomination for entry in notice.entries.select_related("nomination__call")]
    with held_at(moment(9, 29, 14)):
        first = results.receive_objection(
            notice=notice,
            nomination=names[1],
            objector="演示来信人甲",
            contact="演示地址",
            content="认为事迹材料中的推广家数与实际不符。",
        )
    with held_at(moment(9, 30, 10)):
        second = results.receive_objection(
            notice=notice,
            nomination=names[-1],
            objector="演示单位（盖章）",
            contact="演示地址",
            content="反映其主要成果为集体完成，申报材料署为个人。",
            is_unit=True,
            channel="letter",
            by=officer,
        )
        results.take_up_objection(objection=first, by=officer)
        results.take_up_objection(objection=second, by=officer)
    with held_at(moment(10, 9, 11)):
        results.close_objection(
            objection=first,
            outcome=Objection.DISMISSED,
            finding="查阅推广协议和验收记录，家数属实。",
            answer="经核实，材料所述属实，异议不成立。感谢监督。",
            by=officer,
        )
        results.close_objection(
            objection=second,
            outcome=Objection.UPHELD,
            finding="推荐单位书面说明，成果由课题组共同完成，个人署名不当。",
            answer="经核实，异议成立，已将该人选移出名单。感谢监督。",
            by=officer,
        )


def finish(stage: Stage, call: Call, above: Call) -> None:
    """Make it final, hand the chosen up, and hand most of them in there."""
    officer = stage.city.officer
    with held_at(moment(10, 12, 8, 30)):
        results.make_final(call=call, by=officer)
        chosen = call.nominations.filter(state=NominationState.HONOURED).select_related(
            "call__organiser", "unit"
        )
        selection = results.current_selection(call)
        ranks = dict(selection.entries.values_list("nomination_id", "rank"))
        best = sorted(chosen, key=lambda nomination: ranks[nomination.pk])[:8]
        pairs = dict(zip(call.categories.all(), above.categories.all(), strict=True))
        made = results.forward(
            call=call,
            nominations=best,
            categories={ours.pk: theirs for ours, theirs in pairs.items()},
            by=officer,
        )
    for n, nomination in enumerate(made[:6]):
        with held_at(moment(10, 12, 8, 40 + n)):
            nominating.hand_in(nomination=nomination, by=officer)
