"""Forms of the pages of units, people, invitations and the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jinguo import phrases
from jinguo.apps.accounts.passwords import PasswordProfileValidator
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.reasons import Reason
from jinguo.standards.credit_codes import read_credit_code
from jinguo.standards.divisions import region_name


def sentence(reason: Reason) -> str:
    return phrases.say(reason, get_language() or "zh-hans")


def term(code: str) -> str:
    return phrases.term(code, get_language() or "zh-hans")


class UnitsFilter(forms.Form):
    q = TextField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin or initials")}),
    )
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    liaison = forms.ChoiceField(
        label=_("Liaison"),
        required=False,
        choices=[("", _("all")), ("none", _("without a liaison")), ("some", _("with a liaison"))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("in use")), ("closed", _("closed"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *((kind, term(kind)) for kind in kinds.KINDS)]


class ClosingForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With the document it rests on. It stands in the trail and on the unit's page."),
    )


class UnitForm(forms.ModelForm):
    """A unit's details. ``warnings`` are what the credit code makes one look at twice."""

    kind = forms.ChoiceField(label=_("Kind of unit"))

    class Meta:
        model = Organisation
        fields = [
            "name",
            "short_name",
            "kind",
            "parent",
            "credit_code",
            "region",
            "address",
            "contact_name",
            "phone",
            "email",
        ]
        field_classes = dict.fromkeys(["name", "short_name", "address", "contact_name", "phone"], TextField)
        labels = {
            "name": _("Full name"),
            "short_name": _("Short name"),
            "parent": _("Unit above"),
            "credit_code": _("Unified social credit code"),
            "region": _("Region code"),
            "address": _("Address"),
            "contact_name": _("Contact"),
            "phone": _("Telephone"),
            "email": _("E-mail"),
        }
        help_texts = {
            "name": _("As on its seal. When it changes, the old name is kept as a former name."),
            "credit_code": _("18 places. Party bodies and small grass-roots units may have none."),
            "region": _("Six digits of GB/T 2260, for example 110105."),
        }

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, term(kind)) for kind in kinds.KINDS]
        self.fields["parent"].queryset = parents
        self.fields["parent"].required = self.instance.pk is None
        self.fields["credit_code"].max_length = None
        self.fields["credit_code"].validators = []
        self.fields["credit_code"].widget.attrs.pop("maxlength", None)
        self.warnings: list[str] = []

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self._others().filter(name=name).exists():
            raise forms.ValidationError(gettext("A unit of this name is registered already."))
        return name

    def clean_credit_code(self) -> str:
        typed = self.cleaned_data["credit_code"]
        if not typed.strip():
            return ""
        read = read_credit_code(typed)
        self.warnings = [sentence(r) for r in read.findings if r.severity != "error"]
        if not read.valid:
            raise forms.ValidationError([sentence(r) for r in read.findings if r.severity == "error"])
        if self._others().filter(credit_code=read.number).exists():
            raise forms.ValidationError(gettext("Another unit has this code."))
        return read.number

    def clean_region(self) -> str:
        code = self.cleaned_data["region"].strip()
        if code and not region_name(code):
            raise forms.ValidationError(gettext("There is no region with this code."))
        return code

    def _others(self) -> Any:
        return Organisation.objects.exclude(pk=self.instance.pk)

    def _post_clean(self) -> None:
        """The action writes the record; the form leaves its own copy as it was read."""

    def changes(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if getattr(self.instance, name) != value
        }


class FormerNameForm(forms.Form):
    name = TextField(label=_("Former name"), max_length=120)
    until = forms.DateField(label=_("Used until"), required=False)


class InvitePersonForm(forms.Form):
    name = TextField(label=_("Name"), max_length=100)
    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("With an address the link is sent; without one you pass it on yourself."),
    )

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, term(role)) for role in roles]


class ManyForm(forms.Form):
    lines = LongTextField(
        label=_("List"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One liaison a line: unit, name, e-mail; pasted from a table or with commas."),
    )
    file = forms.FileField(
        label=_("Or an Excel file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_("First sheet, columns 单位名称, 联系人, 邮箱."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("lines") or cleaned.get("file")):
            self.add_error("lines", gettext("Paste a list or choose a file."))
        return cleaned


class NewAccountForm(forms.Form):
    """What somebody who was invited says of herself."""

    name = TextField(label=_("Your name"), max_length=100)
    username = forms.CharField(
        label=_("User name"), max_length=150, help_text=_("With this you sign in: letters, digits, @ . + - _")
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password"].help_text = PasswordProfileValidator().get_help_text()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", gettext("The two passwords differ."))
        return cleaned


class CalendarForm(forms.Form):
    first = forms.DateField(label=_("From"))
    last = forms.DateField(label=_("To"), required=False, help_text=_("Left empty: one day."))
    is_workday = forms.TypedChoiceField(
        label=_("These days are"),
        choices=[("False", _("off")), ("True", _("worked (a weekend that is made up)"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    source = TextField(
        label=_("Source"), max_length=120, help_text=_("The yearly holiday notice with its number.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["last"] = cleaned.get("last") or cleaned.get("first")
        if cleaned.get("first") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", gettext("The last day lies before the first."))
        return cleaned
