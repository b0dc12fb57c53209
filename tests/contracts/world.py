"""A small whole world, made by the real actions: calls in every stage, with all that an address may name.

The cast: 陈静 of the organiser 市科协; 李敏, the liaison whose unit nominated; 赵霞, the liaison of another unit; an officer of
another organiser; an expert who was given a nomination and one who was given none; a stranger with an account and no role.
"""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from jinguo.apps.calls.actions import (
    checking,
    confirming,
    investigating,
    materials,
    nominating,
    objections,
    results,
)
from jinguo.apps.calls.models import Call, Confirmation, Nomination
from jinguo.apps.calls.tokens import new_token
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.decisions import actions as decisions
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.jobs.work import job
from jinguo.apps.meetings import actions as meetings
from jinguo.apps.meetings.models import Vote
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import CalendarDay, FormerName
from jinguo.apps.outbox.models import Message
from jinguo.apps.plans import actions as plans
from jinguo.apps.plans.actions import appealing, assessing, marking
from jinguo.apps.policies import actions as policies
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry import queries as registry_queries
from jinguo.apps.registry.models import Honour, ListImport, PersonEntry, TierHolding
from jinguo.apps.reviews import actions as reviews
from jinguo.engines.rosters import PersonRow
from jinguo.engines.tiers import standard_scheme
from tests import factories
from tests.apps.policies.papers import NOTICE, POLICY
from tests.contracts.world_of_sharing import sharing

PHOTO = {"key": "photos", "label": "工作照", "kind": "photo", "min_count": 0}
CRITERIA = [{"key": "innovation", "label": "创新能力"}, {"key": "example", "label": "示范作用"}]
RULES = {"rules": [{"kind": "sex", "id": "women", "allowed": ["F"], "text": "女性"}]}
TWO_ROUNDS = {"rounds": [{"name": "函评"}, {"name": "会评", "kind": "meeting", "others_scores": "after_own"}]}
MARKS = {"innovation": Decimal(90), "example": Decimal(85)}

ROLES = ("anon", "stranger", "other unit", "unit", "other officer", "officer", "expert", "idle expert")


def build() -> SimpleNamespace:
    people = factories.cast()
    elsewhere = factories.organisation("外市科学技术协会", kinds.ASSOCIATION)
    world = SimpleNamespace(
        people=people,
        users={
            "anon": None,
            "stranger": people.stranger,
            "other unit": people.zhao,
            "unit": people.li,
            "other officer": factories.member(elsewhere, "officer2", kinds.OFFICER, "孙某"),
            "officer": people.officer,
            "expert": factories.user("expert", "周教授"),
            "idle expert": factories.user("idle", "吴教授"),
        },
    )
    experts = [
        reviews.add_expert(pool=people.association, by=people.officer, user=world.users[name], name=str(user))
        for name, user in (("expert", world.users["expert"]), ("idle expert", world.users["idle expert"]))
    ]
    settings: dict[str, Any] = {"materials": [PHOTO], "criteria": CRITERIA}
    call = factories.open_call(people, **settings)
    asking = factories.open_call(people, consent_required=True, consent_text="同意。", **settings)
    drafted = factories.draft(call, people.society, people.li, factories.filled_values(sequence=2))
    drafted_photo = _add_photo(drafted, people)
    asked = factories.draft(asking, people.society, people.li)
    asked_photo = _add_photo(asked, people)
    _, token = confirming.ask(nomination=asked, by=people.li)
    submitted, _ = _handed_in(call, people)
    reviewing = factories.open_call(people, **settings)
    read, read_photo = _handed_in(reviewing, people)
    given = _gave_consent(read)
    round_, assignment = _under_review(reviewing, read, experts[0], people)
    between = _between_rounds(people, experts[0], settings)
    passing = factories.open_call(people, procedure=TWO_ROUNDS, **settings)
    in_plan = _handed_in(passing, people)[0]
    _under_review(passing, in_plan, experts[0], people)
    plan = reviews.make_plan_now(round_=passing.rounds.get(position=1), by=people.officer)
    posted, noticed = _decided(people, experts[0], settings, notice=True)
    decided_call, decided = _decided(people, experts[0], settings, notice=False)
    awaiting = _awaiting(people, experts[0], settings)
    final, _ = _decided(people, experts[0], settings, notice=True)
    _make_final(final, people)
    revocation = _revocation(final, people)
    notice = posted.notices.get()
    objection = results.receive_objection(
        notice=notice, nomination=noticed, objector="赵某", contact="13900000000", content="材料与事实不符。"
    )
    looked_into = investigating.begin_investigation(
        objection=objections.take_up_objection(objection=_another(notice), by=people.officer),
        investigator="周核查",
        began_on=today(),
        notes="经核对原件属实。",
        by=people.officer,
    )
    invitation = organisations.invite_user(
        organisation=people.district,
        role=kinds.LIAISON,
        name="钱某",
        email="qian@example.org",
        by=people.officer,
        link="https://localhost/invitation/{token}/",
    )
    listed = reviews.add_expert(pool=people.association, by=people.officer, name="郑教授")
    joining = reviews.invite_expert(
        expert=listed, by=people.officer, link="https://localhost/reviews/pool/join/{token}/"
    )
    pause = reviews.add_break(
        expert=experts[0], since=today() + timedelta(days=60), until=None, reason="", by=people.officer
    )
    relation = reviews.state_relation(
        expert=experts[0], kind="relation_teacher", name="吴老师", by=world.users["expert"]
    )
    [panel] = reviews.invite_to_panel(call=asking, position=1, experts=[experts[0]], by=people.officer)
    stored = files.store(
        io.BytesIO(b"%PDF-1.4\n%%EOF"), name="a.pdf", kind="test_contract_file", by=people.officer
    )
    upload = files.begin(name="b.pdf", kind="test_contract_file", length=10, by=people.officer)
    work = enqueue("test.contract_work", by=people.officer)
    meeting = _meeting(people, experts[0], settings)
    sent = Message.objects.filter(sender_id=people.association.pk).first()
    world.things = sharing(people) | {
        "call": call.uid,
        "asking": asking.uid,
        "draft_call": factories.draft_call(people, eligibility=RULES, **settings).uid,
        "reviewing": reviewing.uid,
        "between": between.uid,
        "passing": passing.uid,
        "in_plan": in_plan.uid,
        "plan": plan.uid,
        "decided_call": decided_call.uid,
        "posted": posted.uid,
        "final": final.uid,
        "round": round_.uid,
        "unit": people.society.uid,
        "invitee": call.invitees.get(organisation=people.society).pk,
        "draft": drafted.uid,
        "asked": asked.uid,
        "asked_photo": asked_photo.file.uid,
        "material": drafted_photo.uid,
        "submitted": submitted.uid,
        "read": read.uid,
        "read_photo": read_photo.uid,
        "decided": decided.uid,
        "record": decided_call.decisions.get().uid,
        "awaiting": awaiting.uid,
        "honour": revocation.honour.uid,
        "revocation": revocation.uid,
        "assignment": assignment.uid,
        "a_expert": experts[0].uid,
        "a_break": pause.pk,
        "a_relation": relation.uid,
        "a_panel": panel.uid,
        "join_token": joining.token,
        "notice": notice.uid,
        "final_notice": final.notices.get().uid,
        "objection": objection.uid,
        "objection_number": objection.number,
        "investigation": looked_into.uid,
        "token": token,
        "given_token": given,
        "invitation": invitation.invitation.uid,
        "invitation_token": invitation.token,
        "membership": people.society.memberships.get(user=people.li).pk,
        "former_name": FormerName.objects.create(organisation=people.society, name="旧称学会").pk,
        "calendar_day": CalendarDay.objects.create(day=today(), is_workday=True, source="通知").pk,
        "stored": stored.uid,
        "list": _list(people).uid,
        "upload": upload.uid,
        "job": work.uid,
        "message": _message_to(people.li),
        **meeting,
        **_action_plan(people, call),
        **_registry(people),
        **_documents(people),
        "sent": sent.uid if sent else None,
    }
    return world


def _action_plan(people: SimpleNamespace, call: Call) -> dict[str, Any]:
    """A plan in force with an open period, a report that waits and one begun, a period locked; and a plan drafted."""
    told = {"organisation": people.association, "first_year": today().year, "last_year": today().year + 1}
    drafted = plans.create_plan(title="拟订方案", by=people.officer, **told)
    plan = plans.create_plan(title="巾帼行动", by=people.officer, **told)
    measure = plans.add_measure(
        plan=plan, code="1", heading="学术交流", text="举办学术交流活动。", by=people.officer
    )
    duty, other = (
        plans.give_duty(measure=measure, organisation=unit, role=role, by=people.officer)
        for unit, role in ((people.society, "role_lead"), (people.district, "role_participating"))
    )
    group = plans.give_duty(measure=measure, role="role_group", name="各区妇联", by=people.officer)
    indicator = plans.add_indicator(measure=measure, name="学术交流活动", by=people.officer)
    periods = plans.plan_periods(plan=plan, by=people.officer)
    plans.put_in_force(plan=plan, by=people.officer)
    for one in (duty, other, group):
        one.measure.plan = plan
    for period in periods:
        period.plan = plan
    locked, open_, planned = periods[-3:]
    plans.open_period(period=locked, due_on=today() + timedelta(days=9), by=people.officer)
    plans.lock_period(period=locked, by=people.officer)
    plans.open_period(period=open_, due_on=today() + timedelta(days=9), by=people.officer)
    report = plans.save_report(duty=duty, period=open_, text="已举办。", by=people.li)
    plans.hand_in_report(report=report, by=people.li)
    task = plans.add_task(duty=duty, what="办论坛", by=people.li)
    plans.carry(measure=measure, kind="call", uid=call.uid, title=call.title, by=people.officer)
    return {
        "drafted_plan": drafted.uid, "action_plan": plan.uid, "measure": measure.uid, "duty": duty.uid,
        "group_duty": group.uid, "indicator": indicator.uid, "period": open_.uid, "planned_period": planned.uid,
        "locked_period": locked.uid, "report": report.uid, "task": task.uid,
        "plan_year": today().year, **_assessments(people, plan),
    }  # fmt: skip


def _assessments(people: SimpleNamespace, plan: Any) -> dict[str, Any]:
    """An assessment whose results are announced, with an appeal; and one of the next year whose scheme is drafted."""
    by = people.officer
    found = assessing.create_assessment(plan=plan, year=plan.first_year, template="responsibility", by=by)
    assessing.publish_scheme(assessment=found, by=by)
    assessing.open_assessment(assessment=found, self_due_on=today() + timedelta(days=9), by=by)
    assessing.begin_marking(assessment=found, by=by)
    points = {"organisation": Decimal(8), "effect": Decimal(12), "innovation": Decimal(3)}
    units = {one.organisation_id: one for one in found.units.select_related("organisation")}
    for unit in units.values():
        unit.assessment = found
        marking.mark_unit(unit=unit, points=points, notes={}, by=by)
    assessing.announce_results(assessment=found, by=by)
    mine = units[people.society.pk]
    appeal = appealing.lodge_appeal(unit=mine, text="漏看佐证。", by=people.li)
    drafted = assessing.create_assessment(plan=plan, year=plan.last_year, template="monitoring", by=by)
    return {
        "assessment": found.uid, "drafted_assessment": drafted.uid, "assessed": mine.uid, "an_appeal": appeal.uid,
    }  # fmt: skip


def _registry(people: SimpleNamespace) -> dict[str, Any]:
    """Two appearances of one woman in the unit's registry, merged, and two that wait for a word."""
    rows = [PersonRow(name, unit="示例大学") for name in ("孙某", "孙某某", "吴某", "吴某")]
    registry.add_entries(rows, source="list:1", organisation=people.society, by=people.li)
    one, other, *_ = PersonEntry.objects.filter(source="list:1").order_by("pk")
    merge = registry.merge(left=one, right=other, organisation=people.society, why="同一人", by=people.li)
    registry.look_for_pairs(organisation=people.society)
    fact = registry.state_fact(entry=one, attribute="title", value="教授", by=people.li, proposed=True)
    kept = registry.keep_search(organisation=people.society, name="教授", query="title=教授", by=people.li)
    return _her_side(people, one) | {
        "a_person": one.identity.uid,
        "a_fact": fact.uid,
        "a_merge": merge.uid,
        "a_pair": registry_queries.pairs.pairs_in(people.society)
        .get(left__name="吴某", right__name="吴某")
        .uid,
        "a_list": kept.uid,
        **_tiers(people, one),
    }


def _documents(people: SimpleNamespace) -> dict[str, Any]:
    """An internal notice that was read, a public policy, and one that cannot be read."""
    kept = {"keeper": people.association, "by": people.officer}
    document = policies.take_in(pasted=NOTICE, **kept)
    public = policies.take_in(pasted=POLICY, is_public=True, **kept)
    broken = files.store(
        io.BytesIO(b"PK\x03\x04"), name="c.docx", kind="policies.document", by=people.officer
    )
    return {
        "document": document.uid,
        "value": document.items.get(pointer="/title").uid,
        "public_document": public.uid,
        "unreadable": policies.take_in(stored=broken, **kept).uid,
    }


def _tiers(people: SimpleNamespace, entry: PersonEntry) -> dict[str, Any]:
    """The organiser's scheme in force, a draft of the next one, and a tier that the woman holds."""
    for _ in range(2):
        draft = registry.tiers.draft_scheme(
            organisation=people.association, scheme=standard_scheme(), by=people.officer
        )
        if draft.version == 1:
            registry.tiers.try_out(draft=draft)
            registry.tiers.put_in_force(draft=draft, by=people.officer)
    held = TierHolding.objects.create(
        organisation=people.association, entry=entry, tier="leading", tier_name="领军人才", since=today()
    )
    return {"a_tier_draft": draft.uid, "a_tier_held": held.uid}


def _list(people: SimpleNamespace) -> ListImport:
    """A list that waits to be confirmed: one row good, one refused."""
    text = "姓名,性别,出生年月,单位\n王丽,女,1984.03,示例大学\n李梅,女,84.3,示例大学\n"
    stored = files.store(io.BytesIO(text.encode()), name="名单.csv", kind="list", by=people.officer)
    with blobs.on_disk(stored.path) as path:
        run = registry.begin_import(
            organisation=people.association, path=path, file_name="名单.csv", sha256=stored.sha256,
            by=people.officer, stored=stored,
        )  # fmt: skip
        return registry.stage_import(run=run, path=path, progress=lambda *_, **__: None)


def _her_side(people: SimpleNamespace, entry: PersonEntry) -> dict[str, Any]:
    """The stranger is the woman herself and asks to be erased; a third account waits; a link is out."""
    row = PersonRow("郑某", unit="示例大学")
    registry.add_entries([row], source="list:2", organisation=people.society, by=people.li)
    other = PersonEntry.objects.get(source="list:2")
    given = {"organisation": people.society, "by": people.li, "link": "http://localhost/{token}/"}
    _, hers = registry.offer(entry=entry, **given)
    registry.answer_claim(
        claim=registry.take_up(token=hers, user=people.stranger), accepted=True, by=people.li
    )
    claim = people.stranger.claims.get()
    [erasure] = registry.ask_erasure(claim=claim)
    _, second = registry.offer(entry=other, **given)
    waiting = registry.take_up(token=second, user=people.zhao)
    _, open_token = registry.offer(entry=other, **given)
    return {"claim_token": open_token, "a_claim": waiting.uid, "an_erasure": erasure.uid}


def _gave_consent(nomination: Nomination) -> str:
    """Her word, as if given before it was handed in; the token of her link."""
    token, hashed = new_token()
    Confirmation.objects.create(
        nomination=nomination,
        token_hash=hashed,
        expires_at=now() + confirming.GOOD_FOR,
        confirmed_at=now(),
        purposes=list(confirming.PURPOSES),
        digest="0" * 64,
    )
    return token


@job("test.contract_work")
def _work(progress: Any) -> None:
    progress(1, 1)


def _add_photo(nomination: Nomination, people: SimpleNamespace) -> Any:
    return materials.add_file(
        nomination=nomination,
        key="photos",
        stream=io.BytesIO(factories.jpeg()),
        name="工作照.jpg",
        by=people.li,
    )


def _handed_in(call: Call, people: SimpleNamespace, sequence: int = 1) -> tuple[Nomination, Any]:
    values = factories.filled_values(sequence=sequence)
    nomination = factories.draft(call, people.society, people.li, values)
    photo = _add_photo(nomination, people)
    return nominating.hand_in(nomination=nomination, by=people.li), photo


def _under_review(
    call: Call, nomination: Nomination, expert: Any, people: SimpleNamespace
) -> tuple[Any, Any]:
    checking.accept(nomination=nomination, by=people.officer)
    round_ = reviews.open_round(
        call=call, reviews_each=1, closes_at=now() + timedelta(days=9), by=people.officer
    )
    [assignment] = reviews.assign(round_=round_, pairs=[(nomination, expert)], by=people.officer)
    reviews.promise(round_=round_, expert=expert, by=expert.user)
    return round_, assignment


def _decided(
    people: SimpleNamespace, expert: Any, settings: dict[str, Any], *, notice: bool
) -> tuple[Call, Nomination]:
    call = factories.open_call(people, **settings)
    nomination, _ = _handed_in(call, people)
    _, assignment = _under_review(call, nomination, expert, people)
    reviews.submit_review(
        assignment=assignment, marks=MARKS, comment="材料完整。", seen_version=0, by=expert.user
    )
    decisions.decide(call=call, by=people.officer)
    call.refresh_from_db()
    if notice:
        results.post_notice(
            call=call, title="公示", text="", posted_on=today(), order="surname_strokes", by=people.officer
        )
        call.refresh_from_db()
    return call, nomination


def _awaiting(people: SimpleNamespace, expert: Any, settings: dict[str, Any]) -> Any:
    """A list with a change by hand that waits for the second person."""
    call = factories.open_call(people, **settings)
    nomination, _ = _handed_in(call, people)
    _, assignment = _under_review(call, nomination, expert, people)
    reviews.submit_review(
        assignment=assignment, marks=MARKS, comment="材料完整。", seen_version=0, by=expert.user
    )
    change = {str(nomination.uid): (False, "本人已获同类荣誉。")}
    return decisions.decide(call=call, by=people.officer, by_hand=change)


def _between_rounds(people: SimpleNamespace, expert: Any, settings: dict[str, Any]) -> Call:
    """A call whose first round is closed and whose second is planned."""
    call = factories.open_call(people, procedure=TWO_ROUNDS, **settings)
    nomination, _ = _handed_in(call, people)
    round_, assignment = _under_review(call, nomination, expert, people)
    reviews.submit_review(
        assignment=assignment, marks=MARKS, comment="材料完整。", seen_version=0, by=expert.user
    )
    reviews.close_and_pass_on(round_=round_, by=people.officer)
    return call


def _meeting(people: SimpleNamespace, expert: Any, settings: dict[str, Any]) -> dict[str, Any]:
    """A panel meeting in session, with a vote in each stage; the expert sits in it."""
    procedure = {"rounds": [{"kind": "meeting"}]}
    call = factories.open_call(people, procedure=procedure, **settings)
    nomination, _ = _handed_in(call, people)
    checking.accept(nomination=nomination, by=people.officer)
    round_ = reviews.open_round(
        call=call, reviews_each=1, closes_at=now() + timedelta(days=9), by=people.officer
    )
    made = {"meeting_round": round_.uid}
    meeting = meetings.plan_meeting(round_=round_, title="终评会", starts_at=now(), by=people.officer)
    [member] = meetings.set_members(meeting=meeting, experts=[expert], by=people.officer)
    meetings.open_meeting(meeting=meeting, by=people.officer)
    member.meeting.refresh_from_db()
    meetings.check_in(member=member, by=expert.user)
    asked = {"meeting": meeting, "nominations": [nomination], "seats": 1, "by": people.officer}
    for stage in ("vote_announced", "vote_closed", "vote_open", "vote_planned"):
        vote = meetings.set_vote(title=stage, **asked)
        made[stage] = vote.uid
        if stage != "vote_planned":
            Vote.objects.filter(meeting=meeting, state="vote_closed").update(
                state="vote_announced", announced_at=now()
            )
            meetings.open_vote(vote=vote, by=people.officer)
        if stage in ("vote_announced", "vote_closed"):
            meetings.close_vote(vote=vote, by=people.officer)
    Vote.objects.filter(uid=made["vote_closed"]).update(state="vote_closed", announced_at=None)
    item = meeting.items.get()
    return made | {
        "meeting": meeting.uid,
        "a_member": member.uid,
        "item": item.uid,
        "on_agenda": nomination.uid,
    }


def _make_final(call: Call, people: SimpleNamespace) -> None:
    with held_at(call.notices.get().closes_at + timedelta(hours=1)):
        results.make_final(call=call, by=people.officer)


def _another(notice: Any) -> Any:
    return results.receive_objection(
        notice=notice, nomination=None, objector="钱某", contact="13900000001", content="排序有误。"
    )


def _revocation(call: Call, people: SimpleNamespace) -> Any:
    """The one honour of a call, proposed to be taken back."""
    nomination = call.nominations.get()
    paper = files.store(
        io.BytesIO(b"%PDF-1.4\n%%EOF"), name="决定.pdf", kind="decisions.revocation", by=people.officer
    )
    honour = Honour.objects.get(source=f"nomination:{nomination.uid}")
    with held_at(call.notices.get().closes_at + timedelta(hours=2)):
        return decisions.propose_revocation(
            honour=honour,
            nomination=nomination,
            reason="材料与事实不符。",
            document="示妇〔2027〕3号",
            decided_on=honour.granted_on,
            evidence=paper,
            by=people.officer,
        )


def _message_to(user: Any) -> Any:
    return Message.objects.filter(to_user=user, channel="site").values_list("uid", flat=True)[0]
