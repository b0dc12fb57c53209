"""Partners, keys, agreements, packages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.exchange.models import Agreement, Partner
from jinguo.apps.exchange.purposes import USES
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.queries import units_in_use
from jinguo.apps.registry.models import SavedSearch
from jinguo.engines.exchange.record import FIELDS
from jinguo.phrases import term
from jinguo.reasons import Reason

_DAY = {"type": "date"}


def word(code: str) -> str:
    return term(code, get_language() or "zh-hans")


class PartnerForm(forms.Form):
    """An organisation of this site, or the name of one elsewhere."""

    other = forms.ModelChoiceField(
        label=_("Organisation of this site"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("(it has a Jinguo of its own)"),
    )
    name = TextField(label=_("Full name, where it is elsewhere"), max_length=200, required=False)
    contact_name = TextField(label=_("Who is told there"), max_length=100, required=False)
    contact_email = forms.EmailField(label=_("E-mail address of the contact"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Partner.objects.filter(organisation=organisation, other__isnull=False).values("other")
        self.fields["other"].queryset = (
            units_in_use().exclude(pk=organisation.pk).exclude(pk__in=known).order_by("pinyin_key", "pk")
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("other") and not said.get("name"):
            raise forms.ValidationError(
                _("Choose an organisation of this site, or type the name of another one.")
            )
        return said


class CardForm(forms.Form):
    """A partner's key card, pasted or as its file."""

    card = LongTextField(
        label=_("Key card of the partner"),
        required=False,
        max_length=8_192,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("The whole text that the partner's page “Our key” gives out."),
    )
    file = forms.FileField(label=_("or as a file"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        upload = said.get("file")
        if upload:
            said["card"] = upload.read(8_193).decode("utf-8", "replace")
        if not said.get("card"):
            raise forms.ValidationError(_("Paste the key card, or choose its file."))
        return said


class FingerprintForm(forms.Form):
    """The last digits that the partner read aloud."""

    fingerprint = TextField(
        label=_("The last ten digits that the partner reads to you"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Call a number that you know already, not one that came with the card."),
    )


class AgreementForm(forms.Form):
    """With whom, which way, for what, which fields, which persons, how long."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())
    way = forms.ChoiceField(label=_("Direction"))
    title = TextField(
        label=_("Name or number of the agreement"),
        max_length=120,
        help_text=_("The same words on both sides: packages name it."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"))
    fields_ = forms.MultipleChoiceField(
        label=_("Fields"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Name is always among them; ID number and address never are. "
            "Telephone and e-mail are given only of persons who agreed to that apart."
        ),
    )  # fmt: skip
    chosen = forms.ModelChoiceField(
        label=_("Persons"),
        queryset=SavedSearch.objects.none(),
        required=False,
        empty_label=_("everybody in the registry who agreed"),
        help_text=_("A list that you keep. Its search is copied as it is today."),
    )
    interval = forms.ChoiceField(label=_("A package by itself"), required=False)
    since = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs=_DAY))
    until = forms.DateField(label=_("In force until"), widget=forms.DateInput(attrs=_DAY))
    document = forms.FileField(
        label=_("Signed document"), required=False, help_text=_("A scan or a .docx; at most 20 MB.")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(organisation=organisation)
        self.fields["chosen"].queryset = SavedSearch.objects.filter(organisation=organisation)
        self.fields["way"].choices = [(way, word(way)) for way in Agreement.WAYS]
        self.fields["purpose"].choices = [(key, word(key)) for key in USES]
        self.fields["fields_"].choices = [(key, word(f"attribute_{key}")) for key in FIELDS]
        self.fields["interval"].choices = [
            ("", _("only when somebody asks for one")),
            *((one, word(one)) for one in Agreement.INTERVALS if one),
        ]
        self.initial.setdefault("since", today().isoformat())
        self.initial.setdefault("until", (today() + timedelta(days=365)).isoformat())
        self.initial.setdefault("fields_", ["name", "unit", "post", "title", "disciplines", "honours"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("This day lies before the first one."))
        return said


class PackageForm(forms.Form):
    """A package that came as a file."""

    file = forms.FileField(
        label=_("The package as a file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=_("The file with the ending .jinguo.zip, as the partner sent it."),
    )

    def clean_file(self) -> Any:
        """What is no zip at all is said at once; everything else is looked at when the package is read."""
        given = self.cleaned_data["file"]
        head = given.read(4)
        given.seek(0)
        if head != b"PK\3\4":
            raise forms.ValidationError(sentence(Reason.error("exchange_not_a_package")))
        return given
