from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "jinguo.apps.registry"
    label = "registry"
    verbose_name = _("Talent registry")

    def ready(self) -> None:
        from jinguo.apps.registry.facts import declare_facts

        declare_facts()
        from jinguo.apps import vault
        from jinguo.apps.registry.models import PersonEntry, StagedChunk, Statement

        vault.register_sealed(
            PersonEntry,
            "id_number_sealed",
            about=lambda entry: f"person:{entry.uid}:id_number",
            index=("id_number_index", "id_number"),
        )
        vault.register_sealed(PersonEntry, "facts_sealed", about=lambda entry: f"person:{entry.uid}:facts")
        vault.register_index(PersonEntry, "phone_index", of=_phone_of)
        vault.register_sealed(Statement, "value_sealed", about=lambda statement: statement.about)
        vault.register_sealed(StagedChunk, "persons_sealed", about=lambda chunk: chunk.about)
        _open_lists()
        post_migrate.connect(_install_search, sender=self, dispatch_uid="registry_search")


def _open_lists() -> None:
    """The kind of file that lists come as."""
    from jinguo.apps import files
    from jinguo.apps.registry import list_tasks, permissions  # noqa: F401 (the jobs register themselves)

    files.register("list", permissions.may_read_list, max_bytes=512 << 20)


def _phone_of(entry):
    from jinguo.apps.registry.sealed import opened

    phone = opened(entry).get("phone", "")
    return ("phone", phone) if phone else None


def _install_search(sender: AppConfig, using: str, **_: object) -> None:
    from django.db import connections

    from jinguo.apps.registry import search_index

    search_index.install(connections[using])
