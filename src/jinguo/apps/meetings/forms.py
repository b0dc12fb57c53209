"""What is typed in to prepare a meeting, and the papers of its votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models import Nomination
from jinguo.apps.meetings import counting
from jinguo.apps.meetings.models import Candidate, Meeting, Vote
from jinguo.apps.reviews.forms.desk import Text
from jinguo.phrases import term

QUORUMS = {
    "2/3": "quorum_two_thirds",
    "1/2": "quorum_half",
    "3/4": "quorum_three_quarters",
    "": "quorum_none",
}
THRESHOLDS = {
    ">1/2": "threshold_more_than_half",
    "1/2": "threshold_at_least_half",
    "2/3": "threshold_two_thirds",
}
BASES = {"present": "base_present", "members": "base_members", "valid": "base_valid"}


def _words(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    lang = get_language() or "zh-hans"
    return [(value, term(code, lang)) for value, code in choices.items()]


class MeetingForm(forms.Form):
    """When and where; who leads, who writes."""

    title = Text(label=_("Name of the meeting"), max_length=120)
    starts_at = forms.DateTimeField(label=_("Begins"), help_text=_("In the organiser's time zone."))
    place = Text(label=_("Place"), max_length=120, required=False)
    chair = Text(label=_("Chair"), max_length=60, required=False, help_text=_("Stands in the minutes."))
    keeper = Text(label=_("Keeper of the minutes"), max_length=60, required=False)

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is not None and meeting.opened_at:
            del self.fields["title"], self.fields["starts_at"]


class RemarksForm(forms.Form):
    remarks = Text(
        label=_("Course of the meeting"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What was discussed and settled besides the votes. Each line becomes a paragraph of the minutes."
        ),
    )


class MembersForm(forms.Form):
    experts = forms.ModelMultipleChoiceField(queryset=None, to_field_name="uid", required=False)

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts


class AgendaForm(forms.Form):
    """Which nominations, in the order of the numbers typed beside them."""

    def __init__(self, *args: Any, nominations: Iterable[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = list(nominations)
        for one in self.nominations:
            self.fields[f"place-{one.uid}"] = forms.IntegerField(required=False, min_value=1, max_value=999)

    def in_order(self) -> list[Nomination]:
        placed = [(self.cleaned_data[f"place-{one.uid}"], at, one) for at, one in enumerate(self.nominations)]
        return [one for place, at, one in sorted(p for p in placed if p[0]) if place or at >= 0]


class VoteForm(forms.Form):
    """On whom, for how many seats, by which rules."""

    title = Text(label=_("What is voted on"), max_length=120)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=1)
    kind = forms.ChoiceField(label=_("Way of voting"), widget=forms.RadioSelect, initial=Vote.APPROVAL)
    named = forms.BooleanField(
        label=_("Open ballot: who votes what is recorded and stands in the minutes"),
        required=False,
        help_text=_("Without it the vote is secret, which is the usual way."),
    )
    quorum = forms.ChoiceField(label=_("Quorum"), required=False, initial="2/3")
    threshold = forms.ChoiceField(label=_("Votes needed to pass"), initial=">1/2")
    base = forms.ChoiceField(label=_("Counted against"), initial="present")
    candidates = forms.ModelMultipleChoiceField(
        label=_("Candidates"), queryset=None, to_field_name="uid", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, nominations: Any, labels: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _words(dict.fromkeys(Vote.KINDS, "")) and [
            (kind, term(kind, get_language() or "zh-hans")) for kind in Vote.KINDS
        ]
        self.fields["quorum"].choices = _words(QUORUMS)
        self.fields["threshold"].choices = _words(THRESHOLDS)
        self.fields["base"].choices = _words(BASES)
        self.fields["candidates"].queryset = nominations
        self.fields["candidates"].label_from_instance = lambda one: labels.get(one.pk, str(one))

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        share = data["threshold"]
        word = "more_than" if share.startswith(">") else "at_least"
        quorum = {"at_least": data["quorum"], "of": "members"} if data["quorum"] else None
        return {
            "title": data["title"],
            "seats": data["seats"],
            "kind": data["kind"],
            "named": data["named"],
            "rules": {"quorum": quorum, "threshold": {word: share.lstrip(">"), "of": data["base"]}},
            "nominations": list(data["candidates"]),
        }

    @staticmethod
    def initial_of(vote: Vote) -> dict[str, Any]:
        rules = counting.rules_of(vote)
        share = rules.threshold.more_than or rules.threshold.at_least or Fraction(0)
        quorum = rules.quorum and (rules.quorum.at_least or rules.quorum.more_than)
        return {
            "title": vote.title,
            "seats": vote.seats,
            "kind": vote.kind,
            "named": vote.named,
            "quorum": str(quorum or ""),
            "threshold": f"{'>' if rules.threshold.more_than is not None else ''}{share}",
            "base": rules.threshold.of,
            "candidates": [
                candidate.nomination for candidate in vote.candidates.select_related("nomination")
            ],
        }


class AttendForm(forms.Form):
    attending = forms.CharField(max_length=20)


class ExcuseForm(forms.Form):
    excuse = Text(
        label=_("Reason of the absence"),
        max_length=200,
        required=False,
        help_text=_("Stands in the minutes."),
    )


def marks_in(
    posted: Mapping[str, Any], on_paper: Iterable[Candidate], *, ranked: bool
) -> dict[UUID, str | int]:
    """The marks of a posted paper, by candidate: ``mark-<uid>``. What is no number in a ranking is left out."""
    found: dict[UUID, str | int] = {}
    for candidate in on_paper:
        value = str(posted.get(f"mark-{candidate.uid}", "")).strip()
        if ranked:
            if value.isdecimal() and int(value) <= 99:
                found[candidate.uid] = int(value)
        elif value:
            found[candidate.uid] = value
    return found
