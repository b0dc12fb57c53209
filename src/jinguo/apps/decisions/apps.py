from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _keeps_records(request):
    from jinguo.apps.decisions.cards import keeps_records  # models are not loaded when this module is

    return keeps_records(request)


class DecisionsConfig(AppConfig):
    name = "jinguo.apps.decisions"
    label = "decisions"
    verbose_name = _("Decisions")
    navigation = [
        {
            "label": _("Decision records"),
            "url": "decisions:records",
            "icon": "gavel",
            "order": 27,
            "group": _("Organiser"),
            "shown": _keeps_records,
        }
    ]
    dashboard_cards = ["jinguo.apps.decisions.cards.to_approve"]

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.decisions import permissions

        files.register(
            "decisions.revocation",
            permissions.may_read_revocation_file,
            max_bytes=20 * 1024**2,
            allowed=("pdf", "jpg", "png", "docx", "ofd"),
        )
