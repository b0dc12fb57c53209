from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "jinguo.apps.policies"
    label = "policies"
    verbose_name = _("Policy library")
    navigation = [
        {
            "label": _("Policy library"),
            "url": "policies:library",
            "icon": "book",
            "order": 22,
            "group": _("Plans and documents"),
        },
    ]

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.policies import permissions, tasks  # noqa: F401 - registers its work

        files.register(
            "policies.document",
            permissions.may_read_file,
            max_bytes=64 * 1024**2,
            may_upload=permissions.may_add_anywhere,
        )
        post_migrate.connect(_install_search, sender=self, dispatch_uid="policies_search")
        _offer_calls()


def _offer_calls() -> None:
    """A notice becomes a call; the pages of the call tell where it came from."""
    from jinguo.apps.policies import calls_made

    calls_made.offer()


def _install_search(sender: AppConfig, using: str, **_: object) -> None:
    from django.db import connections

    from jinguo.apps.policies import library

    library.INDEX.install(connections[using])
