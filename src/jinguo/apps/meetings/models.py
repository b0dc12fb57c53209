"""A panel meeting (会评): who sits in it, what is on its agenda, its votes.

What a vote keeps is made so that no paper can be joined with a member: see :mod:`jinguo.apps.meetings.secrecy`.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.meetings.states import (
    ATTENDING,
    COUNTED,
    ITEM_STATES,
    MEETING_STATES,
    VOTE_STATES,
    Attending,
    ItemState,
    MeetingState,
    VoteState,
)


class Meeting(models.Model):
    """A panel meets over a round's nominations. ``version`` goes up with everything its pages show."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.OneToOneField("reviews.Round", models.PROTECT, related_name="meeting")
    title = models.CharField(_("name of the meeting"), max_length=120)
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    chair = models.CharField(_("chair"), max_length=60, blank=True)
    keeper = models.CharField(_("keeper of the minutes"), max_length=60, blank=True)
    state = models.CharField(max_length=20, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    remarks = models.TextField(_("course of the meeting"), blank=True)
    created_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MEETING_STATES), name="meeting_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=MeetingState.PLANNED, opened_at__isnull=True)
                | (~Q(state=MeetingState.PLANNED) & Q(opened_at__isnull=False)),
                name="meeting_in_session_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(state=MeetingState.CLOSED),
                name="meeting_closed_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """An expert on the panel, and whether she is in the room."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    expert = models.ForeignKey("reviews.Expert", models.PROTECT, related_name="seats")
    attending = models.CharField(max_length=20, default=Attending.INVITED)
    excuse = models.CharField(_("reason of the absence"), max_length=200, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["expert__pinyin_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "expert"], name="member_once_per_meeting"),
            models.CheckConstraint(condition=Q(attending__in=ATTENDING), name="member_attending_is_known"),
            models.CheckConstraint(
                condition=~Q(attending=Attending.PRESENT) | Q(came_at__isnull=False),
                name="member_present_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.meeting_id}"


class AgendaItem(models.Model):
    """One nomination on the agenda: talked about, and marked on the review sheet. One is open at a time."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    nomination = models.ForeignKey("calls.Nomination", models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=20, default=ItemState.WAITING)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "nomination"], name="agenda_item_once"),
            models.CheckConstraint(condition=Q(state__in=ITEM_STATES), name="agenda_item_state_is_known"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=ItemState.OPEN), name="agenda_one_item_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.nomination_id}"


class Vote(models.Model):
    """A vote on candidates: secret, the private key of its box a file outside database and backups; or ``named``
    (记名投票), where who marked what is recorded and stands in the minutes."""

    APPROVAL, RANKED = "vote_approval", "vote_ranked"
    KINDS = (APPROVAL, RANKED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="votes")
    after = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="next")
    title = models.CharField(_("what is voted on"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(_("round of voting"), default=1)
    kind = models.CharField(_("way of voting"), max_length=20, default=APPROVAL)
    named = models.BooleanField(_("open ballot"), default=False)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    rules = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default=VoteState.PLANNED)
    public_key = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    annulled_because = models.CharField(_("reason"), max_length=300, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    members = models.PositiveSmallIntegerField(null=True, blank=True)
    voted = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VOTE_STATES), name="vote_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=("vote_approval", "vote_ranked")), name="vote_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="vote_has_a_seat"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=VoteState.OPEN), name="meeting_one_vote_open"
            ),
            models.CheckConstraint(
                condition=~Q(state=VoteState.OPEN)
                | (
                    Q(opened_at__isnull=False)
                    & (Q(named=True, public_key="") | Q(named=False) & ~Q(public_key=""))
                ),
                name="vote_open_has_a_box_or_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=COUNTED)
                | Q(
                    closed_at__isnull=False, present__isnull=False, members__isnull=False, voted__isnull=False
                ),
                name="vote_closed_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state=VoteState.ANNOUNCED) | Q(announced_at__isnull=False),
                name="vote_announced_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=VoteState.ANNULLED) | ~Q(annulled_because=""),
                name="vote_annulled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def box(self) -> str:
        """What its papers are bound to."""
        return f"meetings.vote:{self.uid}"


class Candidate(models.Model):
    """A nomination that a vote is about, and after the close what she got. ``present`` are those who could vote on
    her: everybody in the room but who keeps away from her."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="candidates")
    nomination = models.ForeignKey("calls.Nomination", models.PROTECT, related_name="candidacies")
    position = models.PositiveSmallIntegerField(default=0)
    approve = models.PositiveSmallIntegerField(null=True, blank=True)
    against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    base = models.PositiveSmallIntegerField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "nomination"], name="candidate_once_per_vote")]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.nomination_id}"


class Recusal(models.Model):
    """A member does not vote on a candidate (回避). Written down when the vote opens, or before she votes."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="recusals")
    member = models.ForeignKey(Member, models.CASCADE, related_name="recusals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.candidate_id}"


class Turnout(models.Model):
    """That a member has voted: no time, a random key, and rewritten in another order when the vote closes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="turnout")
    member = models.ForeignKey(Member, models.CASCADE, related_name="turnout")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "member"], name="turnout_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.vote_id}"


class NamedMark(models.Model):
    """What a member marked in an open ballot (记名投票), and only there: one row for each candidate on her paper, or
    one for her whole ranking."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="named_marks")
    member = models.ForeignKey(Member, models.CASCADE, related_name="named_marks")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, related_name="named_marks")
    choice = models.CharField(max_length=20, blank=True)
    ranking = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "member", "candidate"], name="named_mark_once"),
            models.CheckConstraint(
                condition=Q(candidate__isnull=True, choice="")
                | Q(candidate__isnull=False, choice__in=("slip_approve", "slip_against", "slip_abstain")),
                name="named_mark_is_of_a_candidate_or_a_ranking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.vote_id}"


class SealedBallot(models.Model):
    """A paper in the box: of nobody, unreadable to everybody, gone when the vote closes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="sealed_ballots")
    paper = models.TextField()

    def __str__(self) -> str:
        return f"{self.vote_id}"


class Slip(models.Model):
    """One mark from the opened box under the code of its receipt: what is counted, and counted again by anybody.

    An approval's paper is cut into one slip for each candidate, so that neither a pattern of marks nor a
    candidate that is missing on a paper tells whose it was. A ranking stays whole: ``ranking`` names candidates by
    their position, best first.
    """

    APPROVE, AGAINST, ABSTAIN = "slip_approve", "slip_against", "slip_abstain"
    CHOICES = (APPROVE, AGAINST, ABSTAIN)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="slips")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, related_name="slips")
    code = models.CharField(max_length=20)
    choice = models.CharField(max_length=20, blank=True)
    ranking = models.JSONField(default=list)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate__isnull=True, choice="")
                | Q(candidate__isnull=False, choice__in=("slip_approve", "slip_against", "slip_abstain")),
                name="slip_is_of_a_candidate_or_a_ranking",
            )
        ]

    def __str__(self) -> str:
        return self.code
