"""Title, basis, notice, contact; and the dates with their readings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls import queries
from jinguo.apps.calls.forms.setup.step import StepForm, yes_no
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import today
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.standards.dates import read_document_number

NOTICE_SUFFIXES = ".pdf,.doc,.docx,.wps,.ofd"


def _year_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Year"), min_value=1949, max_value=2200)


class NewCallForm(forms.Form):
    """The two things without which there is no call."""

    title = TextField(label=_("Title"), max_length=200)
    year = _year_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": today().year, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class CopyForm(NewCallForm):
    """Last year's call under this year's name."""


class BasicsForm(StepForm):
    file = forms.FileField(
        label=_("Notice as a file"),
        required=False,
        help_text=_("PDF, Word, WPS or OFD; it is offered to the units for download."),
        widget=forms.FileInput(attrs={"accept": NOTICE_SUFFIXES}),
    )
    remove_file = forms.BooleanField(label=_("Take the uploaded file away"), required=False)
    year = _year_field()

    class Meta(StepForm.Meta):
        fields = [
            "title",
            "year",
            "honour_title",
            "basis",
            "document_number",
            "parent_call",
            "notice_text",
            "contact_name",
            "contact_phone",
            "contact_email",
            "contact_address",
        ]
        field_classes = {
            **dict.fromkeys(["title", "honour_title", "basis", "document_number"], TextField),
            **dict.fromkeys(["contact_name", "contact_phone", "contact_address"], TextField),
            "notice_text": LongTextField,
        }
        labels = {
            "title": _("Title"),
            "honour_title": _("Name of the honour"),
            "basis": _("Basis"),
            "document_number": _("Document number of the notice"),
            "parent_call": _("Call of the organisation above"),
            "notice_text": _("Text of the notice"),
            "contact_name": _("Contact"),
            "contact_phone": _("Telephone"),
            "contact_email": _("E-mail"),
            "contact_address": _("Address for the papers"),
        }
        help_texts = {
            "title": _("As it stands at the head of the notice, with the year."),
            "honour_title": _("As it is written on the certificate and into the persons' records."),
            "basis": _("The document on which this selection rests, with its number."),
            "document_number": _("For example 示科协发〔2026〕12号."),
            "parent_call": _(
                "The chosen can then be handed up as your nominations there, within your quota."
            ),
            "notice_text": _("Shown to the units and, once open, to the public."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = self.fields["parent_call"]
        parents.queryset = queries.calls_above(self.call)
        parents.empty_label = _("none")
        if not (parents.queryset or self.call.parent_call_id):
            del self.fields["parent_call"]
        if not self.call.notice_file_id:
            del self.fields["remove_file"]
        self.fields["contact_phone"].widget.attrs["inputmode"] = "tel"
        locked = self.fields["notice_text"].disabled
        self.fields["file"].disabled = locked

    def clean_document_number(self) -> str:
        """Written as the standard writes it where it can be read as one (GB/T 9704: 〔2026〕12号)."""
        typed = self.cleaned_data["document_number"]
        number = read_document_number(typed) if typed else None
        return str(number) if number else typed


class DatesForm(StepForm):
    closing_includes_day = yes_no(
        _("Does the named day count?"),
        _("Yes: until 24:00 of that day (usual)"),
        _("No: until 24:00 of the day before"),
        _("“Before 20 October” is not defined by law; practice takes the day itself in."),
    )
    notice_counts_first_day = yes_no(
        _("From which day does the public notice count?"),
        _("The day of posting counts"),
        _("From the day after posting (the law's way)"),
        _("Civil Code, article 201: the first day is not counted. Many notices count it all the same."),
    )

    class Meta(StepForm.Meta):
        fields = [
            "closing_day",
            "closing_includes_day",
            "reference_day",
            "notice_days",
            "notice_counts_first_day",
        ]
        labels = {
            "closing_day": _("Last day for handing in"),
            "reference_day": _("Ages are counted on"),
            "notice_days": _("Working days of public notice"),
        }
        help_texts = {
            "reference_day": _("Left empty, the last day for handing in."),
            "notice_days": _("By the Chinese calendar of worked days; at least 5 is usual."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_days"].validators += [MinValueValidator(1), MaxValueValidator(60)]
        self.fields["notice_days"].widget.attrs |= {"min": 1, "max": 60}

    @property
    def looks_ahead(self) -> Call:
        """A call, never saved, with what is typed so far: for the preview."""
        typed = {**{name: getattr(self.call, name) for name in self.settings}}
        if self.is_bound:
            self.is_valid()
            typed |= {n: v for n, v in self.cleaned_data.items() if n in typed and v is not None}
        return Call(organiser=self.call.organiser, **typed)
