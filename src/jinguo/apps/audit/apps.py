from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "jinguo.apps.audit"
    label = "audit"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self, dispatch_uid="audit_append_only")


def _protect(sender: AppConfig, using: str, **_: object) -> None:
    from django.db import connections

    from jinguo.apps.audit import append_only

    append_only.install(connections[using])
