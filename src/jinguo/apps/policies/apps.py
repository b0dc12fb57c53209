from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "jinguo.apps.policies"
    label = "policies"
    verbose_name = _("Policy library")

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.policies import permissions, tasks  # noqa: F401 - registers its work

        files.register(
            "policies.document",
            permissions.may_read_file,
            max_bytes=64 * 1024**2,
            may_upload=permissions.may_add_anywhere,
        )
