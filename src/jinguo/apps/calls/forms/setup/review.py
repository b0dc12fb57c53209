"""Criteria, which figure counts, and how ties are resolved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.setup.registration import key_for
from jinguo.apps.calls.forms.setup.rows import Rows, rows_of
from jinguo.apps.calls.forms.setup.step import SeenForm, term
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.procedure import Procedure, RoundPlan
from jinguo.apps.form_fields import TextField
from jinguo.engines.scoring import Criterion


def _plain(number: Decimal) -> Decimal:
    """A number as people write it: 100 and not 1E+2, 0.5 and not 0.5000."""
    return Decimal(format(number.normalize(), "f"))


class CriterionRow(forms.Form):
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = TextField(label=_("Criterion"), max_length=200)
    help = TextField(label=_("What to look at"), required=False, max_length=300)
    min = forms.DecimalField(
        label=_("Lowest mark"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    max = forms.DecimalField(label=_("Highest mark"), min_value=0, max_digits=7, decimal_places=2)
    weight = forms.DecimalField(label=_("Weight"), min_value=0, max_digits=7, decimal_places=4, initial=1)
    step = forms.DecimalField(label=_("Step"), min_value=0, max_digits=6, decimal_places=2, initial=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("max", "weight", "step"):
            if cleaned.get(name) == 0:
                self.add_error(name, gettext("Must be greater than 0."))
        if cleaned.get("min") and cleaned.get("max") and cleaned["min"] >= cleaned["max"]:
            self.add_error("min", gettext("Must be below the highest mark."))
        return cleaned


class _CriterionRows(Rows):
    def clean(self) -> None:
        labels = [row["label"] for row in self.filled if row.get("label")]
        if len(set(labels)) != len(labels):
            raise ValidationError(gettext("Two criteria have the same name."))

    @property
    def criteria(self) -> list[dict[str, Any]]:
        taken: set[str] = set()
        made = []
        for row in self.filled:
            key = row.get("key") or key_for(row["label"], taken)
            taken.add(key)
            criterion = Criterion(
                key=key,
                label=row["label"],
                help=row["help"],
                min=_plain(row["min"] or Decimal(0)),
                max=_plain(row["max"]),
                weight=_plain(row["weight"]),
                step=_plain(row["step"]),
            )
            made.append(criterion.model_dump(mode="json"))
        return made


CriterionRows = rows_of(CriterionRow, _CriterionRows)


class TieRow(forms.Form):
    """Among equals, these come first: a value of a choice of the form, or a sex."""

    prefer = forms.ChoiceField(label=_("Among equals, first"))

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prefer"].choices = [("", _("please choose")), *options]


class _TieRows(Rows):
    @property
    def ties(self) -> list[dict[str, Any]]:
        pairs = dict.fromkeys(row["prefer"] for row in self.filled if row.get("prefer"))
        return [{"prefer": dict([pair.split("=", 1)])} for pair in pairs]


TieRows = rows_of(TieRow, _TieRows)


def tie_options(call: Call, kinds: set[str]) -> list[tuple[str, str]]:
    """What a tie rule may prefer: women or men, and every value of the choices in the forms that are used."""
    options = {"sex=F": gettext("women (同等条件下女性优先)"), "sex=M": gettext("men")}
    for kind in sorted(kinds):
        for field in call.form_spec(kind).of_kind("choice"):
            options |= {f"{field.key}={value}": f"{field.label}：{value}" for value in field.choices}
    for tie in call.policy.get("tie", []):
        for column, value in tie["prefer"].items():
            options.setdefault(f"{column}={value}", f"{column}：{value}")
    return list(options.items())


class RoundRow(forms.Form):
    """One round of the review."""

    name = TextField(label=_("Name of the round"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind of round"), initial="correspondence")
    others_scores = forms.ChoiceField(label=_("Experts see others' scores"), initial="never")
    seats = forms.IntegerField(
        label=_("How many go on"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("To the next round, in all. Can be settled later, also for each category."),
    )
    notice = TextField(
        label=_("Public notice before the next round"),
        required=False,
        max_length=30,
        help_text=_("What it is called. Empty: the next round follows at once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, term(kind)) for kind in ("correspondence", "meeting")]
        self.fields["others_scores"].choices = [
            (sight, term(f"others_{sight}")) for sight in ("never", "after_own", "after_end")
        ]


class _RoundRows(Rows):
    def clean(self) -> None:
        if any(self.errors):
            return
        if not self.filled:
            raise ValidationError(gettext("A review has one round at least."))

    @classmethod
    def of(cls, procedure: Procedure) -> list[dict[str, Any]]:
        """Rows to begin with; places by category are not for this page, and stay as they are."""
        return [
            {
                "name": one.name or gettext("Review"),
                "kind": one.kind,
                "others_scores": one.others_scores,
                "seats": one.seats if isinstance(one.seats, int) else None,
                "notice": one.notice,
            }
            for one in procedure.rounds
        ]

    def procedure(self, before: Procedure) -> dict[str, Any]:
        """What the call keeps: these rounds; what stands behind them and is not on the page stays by place."""
        rounds = []
        for place, row in enumerate(self.filled):
            old = before.rounds[place] if place < len(before.rounds) else RoundPlan()
            seats = row["seats"] if row["seats"] is not None or isinstance(old.seats, int) else old.seats
            said = {"name": row["name"], "kind": row["kind"], "others_scores": row["others_scores"]}
            rounds.append(old.model_copy(update={**said, "seats": seats, "notice": row["notice"]}))
        return Procedure(rounds=tuple(rounds), notices=before.notices).model_dump(mode="json")


RoundRows = rows_of(RoundRow, _RoundRows)


class PolicyForm(SeenForm):
    column = forms.ChoiceField(label=_("Which figure counts"), widget=forms.RadioSelect)
    trim_from = forms.IntegerField(
        label=_("Leave out highest and lowest from … reviews on"),
        min_value=3,
        max_value=99,
        help_text=_("With fewer reviews the plain mean counts."),
    )
    score_digits = forms.IntegerField(
        label=_("Decimal places of the score"),
        min_value=0,
        max_value=6,
        help_text=_("Two scores are equal when they are equal after rounding to these places."),
    )
    last = forms.ChoiceField(
        label=_("If still equal"),
        widget=forms.RadioSelect,
        choices=[
            ("decide", _("The organiser's meeting decides, with the reason on record")),
            ("draw", _("A draw by a seed that is published before the marks are opened")),
        ],
    )
    draw = TextField(
        label=_("Seed of the draw"),
        required=False,
        max_length=100,
        help_text=_("Any text that nobody can choose afterwards, such as lottery numbers of a stated day."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        policy = call.policy
        last = policy.get("last") or {}
        kwargs["initial"] = {
            "column": policy.get("column", "mean"),
            "trim_from": policy.get("trim_from", 5),
            "score_digits": policy.get("score_digits", 2),
            "last": "draw" if last.get("draw") else "decide",
            "draw": last.get("draw", ""),
        }
        super().__init__(*args, call=call, **kwargs)
        self.fields["column"].choices = [
            (name, term(f"counts_{name}")) for name in ("trimmed_mean", "mean", "median", "calibrated")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("last") == "draw" and not cleaned.get("draw"):
            self.add_error("draw", gettext("Write the seed, or let the meeting decide."))
        return cleaned

    def policy(self, ties: list[dict[str, Any]]) -> dict[str, Any]:
        """The call's policy: what is not on this page stays as it is."""
        said = self.cleaned_data
        kept = {key: value for key, value in self.call.policy.items() if key not in ("tie", "last")}
        last = {"last": {"draw": said["draw"]}} if said["last"] == "draw" else {}
        figures = {name: said[name] for name in ("column", "trim_from", "score_digits")}
        return {**kept, **figures, "tie": ties, **last}
