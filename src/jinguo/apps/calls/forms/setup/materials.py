"""What is to be uploaded, one kind of material at a time, and what comes on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as Unfitting

from jinguo.apps.calls.forms.setup.registration import key_for
from jinguo.apps.calls.forms.setup.step import SeenForm, StepForm
from jinguo.apps.form_fields import TextField
from jinguo.engines.materials import MaterialSpec

KILO_PIXELS = 1024 * 1024
MIB = 1024 * 1024
FORMATS = {
    "photo": ("jpg", "png"),
    "video": ("mp4",),
    "document": ("pdf", "docx", "xlsx", "jpg", "png"),
}
_HD = {"hd": (1280, 720), "full": (1920, 1080)}
_OF_KIND = {
    "photo": ("pixels_reading", "not_id_photo", "orientation"),
    "video": ("duration_s", "resolution", "aspect"),
    "document": ("max_pages",),
}


class MaterialForm(SeenForm):
    """One MaterialSpec in the words of a notice. Fields of other kinds are not there."""

    label = TextField(label=_("Name of the material"), max_length=60)
    min_count = forms.IntegerField(
        label=_("At least"), min_value=0, max_value=50, initial=1, help_text=_("0: may be left out.")
    )
    max_count = forms.IntegerField(label=_("At most"), min_value=1, max_value=50, initial=1)
    formats = forms.MultipleChoiceField(label=_("Formats"), widget=forms.CheckboxSelectMultiple)
    pixels_reading = forms.ChoiceField(
        label=_("What does “1024k以上像素” mean?"),
        widget=forms.RadioSelect,
        help_text=_("Notices write it both ways of two different things; decide what is checked."),
        choices=[
            (
                "pixels",
                _(
                    "The picture has at least 1024×1024 pixels; a file under 1024 KB is only warned of (recommended)"
                ),
            ),
            ("bytes", _("The file has at least 1024 KB")),
            ("none", _("Neither is asked for")),
        ],
    )
    not_id_photo = forms.BooleanField(
        label=_("Warn of pictures that look like a standard ID photo"), required=False
    )
    orientation = forms.ChoiceField(
        label=_("Orientation"),
        required=False,
        choices=[("", _("either")), ("landscape", _("landscape")), ("portrait", _("portrait"))],
    )
    duration_s = forms.IntegerField(
        label=_("Longest duration in seconds"),
        required=False,
        min_value=1,
        max_value=7200,
        help_text=_("1.5 minutes are 90 seconds; exactly 90 seconds are accepted."),
    )
    resolution = forms.ChoiceField(
        label=_("“HD or better” means"),
        widget=forms.RadioSelect,
        choices=[
            ("hd", _("at least 1280×720 (HD)")),
            ("full", _("at least 1920×1080 (full HD)")),
            ("none", _("not asked for")),
        ],
    )
    aspect = forms.ChoiceField(
        label=_("Aspect ratio"),
        required=False,
        choices=[("16:9", _("16:9, landscape")), ("9:16", _("9:16, portrait")), ("", _("any"))],
    )
    max_pages = forms.IntegerField(
        label=_("At most so many pages"), required=False, min_value=1, max_value=2000
    )
    max_mb = forms.IntegerField(
        label=_("Largest file in MB"),
        required=False,
        min_value=1,
        max_value=4096,
        help_text=_("Empty: the site's limit."),
    )

    def __init__(self, *args: Any, kind: str, spec: MaterialSpec | None, **kwargs: Any) -> None:
        self.kind, self.spec = kind, spec
        kwargs["initial"] = _initial(kind, spec)
        super().__init__(*args, **kwargs)
        for other, names in _OF_KIND.items():
            if other != kind:
                for name in names:
                    del self.fields[name]
        self.fields["formats"].choices = [(suffix, suffix.upper()) for suffix in FORMATS[kind]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        least, most = cleaned.get("min_count"), cleaned.get("max_count")
        if least is not None and most is not None and most < least:
            self.add_error("max_count", gettext("The most is smaller than the least."))
        return cleaned

    def built(self, taken: set[str]) -> MaterialSpec | None:
        """The spec as data; None when it does not hold together, which then stands above the form."""
        said = self.cleaned_data
        given = {
            "key": self.spec.key if self.spec else key_for(said["label"], taken),
            "label": said["label"],
            "kind": self.kind,
            "formats": said["formats"],
            "required": said["min_count"] > 0,
            "min_count": said["min_count"],
            "max_count": said["max_count"],
            "max_bytes": said["max_mb"] * MIB if said["max_mb"] else None,
            **getattr(self, f"_{self.kind}")(said),
        }
        try:
            return MaterialSpec.model_validate(given)
        except Unfitting as unfitting:
            self.add_error(None, unfitting.errors()[0]["msg"])
            return None

    def _photo(self, said: dict[str, Any]) -> dict[str, Any]:
        readings: dict[str, dict[str, Any]] = {
            "pixels": {"min_pixels": KILO_PIXELS, "min_bytes": KILO_PIXELS, "min_bytes_is_warning": True},
            "bytes": {"min_bytes": KILO_PIXELS},
            "none": {},
        }
        return {
            **readings[said["pixels_reading"]],
            "not_id_photo": said["not_id_photo"],
            "orientation": said["orientation"] or None,
        }

    def _video(self, said: dict[str, Any]) -> dict[str, Any]:
        wide, high = _HD.get(said["resolution"], (None, None))
        upright = said["aspect"] == "9:16"
        return {
            "max_duration_s": said["duration_s"],
            "min_width": high if upright else wide,
            "min_height": wide if upright else high,
            "aspect": said["aspect"] or None,
            "orientation": {"16:9": "landscape", "9:16": "portrait"}.get(said["aspect"]),
        }

    def _document(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"max_pages": said["max_pages"]}


class PaperForm(StepForm):
    """What comes on paper."""

    class Meta(StepForm.Meta):
        fields = ["copies", "stamped_form_required"]
        labels = {
            "copies": _("Signed and stamped copies on paper"),
            "stamped_form_required": _("A scan of the stamped form must be uploaded before handing in"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copies"].widget.attrs |= {"min": 0, "max": 20}


def _initial(kind: str, spec: MaterialSpec | None) -> dict[str, Any]:
    if spec is None:
        usual = {"photo": ["jpg"], "video": ["mp4"], "document": ["pdf"]}[kind]
        return {
            "label": "",
            "formats": usual,
            "min_count": 2 if kind == "photo" else 1,
            "max_count": 3 if kind == "photo" else 1,
            "pixels_reading": "pixels",
            "not_id_photo": True,
            "duration_s": 90,
            "resolution": "hd",
            "aspect": "16:9",
        }
    reading = "pixels" if spec.min_pixels else "bytes" if spec.min_bytes else "none"
    short = min(spec.min_width or 0, spec.min_height or 0)
    return {
        "label": spec.label,
        "formats": list(spec.accepted),
        "min_count": spec.min_count,
        "max_count": spec.max_count or spec.min_count or 1,
        "pixels_reading": reading,
        "not_id_photo": spec.not_id_photo,
        "orientation": spec.orientation or "",
        "duration_s": int(spec.max_duration_s) if spec.max_duration_s else None,
        "resolution": "full" if short >= 1080 else "hd" if short else "none",
        "aspect": spec.aspect or "",
        "max_pages": spec.max_pages,
        "max_mb": spec.max_bytes // MIB if spec.max_bytes else None,
    }
