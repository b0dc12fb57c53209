"""The nominee's own word, and whether experts see names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.setup.step import StepForm, yes_no
from jinguo.apps.form_fields import LongTextField


class ConsentForm(StepForm):
    consent_required = yes_no(
        _("Must the nominee confirm before it is handed in?"),
        _("Yes: she reads and confirms through a link"),
        _("No: the unit answers for it on paper"),
        _(
            "Publishing personal data needs the person's separate consent (Personal Information Protection Law, article 25)."
        ),
    )
    blind_review = yes_no(
        _("Do the experts see names?"),
        _("No: names, photos of the person, units and file names are hidden"),
        _("Yes (usual)"),
    )

    experts_see_stamped = yes_no(
        _("Do the experts see the stamped scan?"),
        _("Yes: also the numbers that stand on it"),
        _("No (usual): they read the same text on the page"),
        _(
            "The scan carries the identity card number and the telephone number, which no review needs."
            " Where names are hidden it is never shown."
        ),
    )

    class Meta(StepForm.Meta):
        fields = ["consent_required", "consent_text", "blind_review", "experts_see_stamped"]
        field_classes = {"consent_text": LongTextField}
        labels = {"consent_text": _("What she agrees to")}
        help_texts = {
            "consent_text": _(
                "Each purpose on its own: she must be able to see what she agrees to, and to take it back."
            )
        }
