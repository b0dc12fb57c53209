from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "jinguo.apps.plans"
    label = "plans"
    verbose_name = _("Action plans")

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.plans import permissions

        files.register(
            "plans.evidence",
            permissions.may_read_evidence,
            max_bytes=50 * 1024**2,
            allowed=("pdf", "jpg", "png", "docx", "xlsx", "mp4"),
        )
