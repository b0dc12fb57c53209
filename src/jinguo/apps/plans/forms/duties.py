"""Units' parts in a measure: given, matched, answered, passed on, taken apart into tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.forms.wording import ROLE_CHOICES, area, day, words
from jinguo.apps.plans.states import Role, TaskState


class UnitForm(forms.Form):
    """Gives a unit a part, or says which unit a name means."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"), required=False)
    name = TextField(
        label=_("or the name as the document writes it"),
        max_length=120,
        required=False,
        help_text=_("For groups such as 各区妇联, or a unit that is not in the system yet."),
    )
    role = forms.ChoiceField(label=_("Part"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = units
        self.fields["role"].choices = words((*ROLE_CHOICES, Role.GROUP))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("organisation") and not data.get("name"):
            self.add_error("organisation", _("Choose a unit, or write a name."))
        return data


class OtherUnitForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = units


class MatchForm(OtherUnitForm):
    """``twins``: how many further parts of the plan bear the same name."""

    everywhere = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, twins: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not twins:
            del self.fields["everywhere"]
            return
        self.fields["everywhere"].label = ngettext(
            "It is this unit in %(n)d further measure too",
            "It is this unit in %(n)d further measures too",
            twins,
        ) % {"n": twins}


class PassOnForm(OtherUnitForm):
    why = TextField(label=_("Why"), max_length=300)


class SettleForm(forms.Form):
    keeps = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("The unit keeps its part")), ("no", _("The unit is released"))],
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(label=_("Part from now on"))
    settlement = LongTextField(label=_("Answer to the unit"), widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = words(ROLE_CHOICES)


class AcceptForm(forms.Form):
    liaison_name = TextField(label=_("Who answers for it in your unit"), max_length=100)


class DisputeForm(forms.Form):
    reason = LongTextField(
        label=_("What is not right, and whose part it should be"), widget=area(4), max_length=2000
    )


class TaskForm(forms.Form):
    what = TextField(label=_("What is done"), max_length=300)
    who = TextField(label=_("Who does it"), max_length=100, required=False)
    starts_on = forms.DateField(label=_("From"), widget=day(), required=False)
    due_on = forms.DateField(label=_("Until"), widget=day(), required=False)


class ChangeTaskForm(TaskForm):
    state = forms.ChoiceField(label=_("How far"))
    note = TextField(label=_("Note"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = words(
            (TaskState.TODO, TaskState.UNDER_WAY, TaskState.DONE, TaskState.DROPPED)
        )
