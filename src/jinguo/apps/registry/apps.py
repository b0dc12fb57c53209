from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _keeps(request):
    from jinguo.apps.registry.queries.people import keeps_any  # models are not loaded when this module is

    return keeps_any(request.user)


def _officer(request):
    from jinguo.apps.registry.access.imports import is_officer  # models are not loaded when this module is

    return is_officer(request)


class RegistryConfig(AppConfig):
    name = "jinguo.apps.registry"
    label = "registry"
    verbose_name = _("Talent registry")
    navigation = [
        {
            "label": _("Talent registry"),
            "url": "registry:people",
            "icon": "address-book",
            "order": 30,
            "group": _("Registry"),
            "shown": _keeps,
        },
        {
            "label": _("Tiers of talent"),
            "url": "tiers:overview",
            "icon": "stack-2",
            "order": 31,
            "group": _("Registry"),
            "shown": _officer,
        },
        {
            "label": _("Import lists"),
            "url": "lists:lists",
            "icon": "file-spreadsheet",
            "order": 31,
            "group": _("Registry"),
            "shown": _officer,
        },
        {
            "label": _("What persons ask"),
            "url": "rights:requests",
            "icon": "message-reply",
            "order": 31,
            "group": _("Registry"),
            "shown": _keeps,
        },
        {
            "label": _("My data in the registry"),
            "url": "rights:mine",
            "icon": "shield-lock",
            "order": 30,
            "place": "user",
        },
    ]

    def ready(self) -> None:
        from jinguo.apps.registry.facts import declare_facts

        declare_facts()
        from jinguo.apps import files, vault
        from jinguo.apps.files import permissions as file_permissions
        from jinguo.apps.registry import permissions
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
        files.register(
            "registry_table",
            permissions.people.may_read_table,
            max_bytes=500 * 1024**2,
            may_upload=file_permissions.made_here_alone,
        )
        self.open_her_side()
        post_migrate.connect(_install_search, sender=self, dispatch_uid="registry_search")

        _follow_units()

    def open_her_side(self) -> None:
        """What a person sees and asks of her own data."""
        from jinguo.apps import files
        from jinguo.apps.files import permissions as of_files
        from jinguo.apps.registry import permissions, tasks  # noqa: F401 - registers its work

        files.register(
            "registry_full_table",
            permissions.people.may_read_table,
            max_bytes=100 * 1024**2,
            may_upload=of_files.made_here_alone,
        )
        files.register(
            "registry_photo",
            permissions.people.may_read_photo,
            max_bytes=10 << 20,
            allowed=("jpg", "png"),
            may_upload=of_files.made_here_alone,
        )
        files.register("registry_copy", permissions.rights.may_read_copy, may_upload=of_files.made_here_alone)


def _follow_units() -> None:
    """A unit that moves in the tree takes the cards of its people to the registries above it."""
    from jinguo.apps.organisations.actions import when_moved
    from jinguo.apps.registry.actions.mending import ask_to_follow

    if ask_to_follow not in when_moved:
        when_moved.append(ask_to_follow)


def _open_lists() -> None:
    """The kind of file that lists come as."""
    from jinguo.apps import files
    from jinguo.apps.registry import permissions, tasks  # noqa: F401 (the jobs register themselves)

    files.register("list", permissions.imports.may_read_list, max_bytes=512 << 20)


def _phone_of(entry):
    from jinguo.apps.registry.persons.sealed import opened

    phone = opened(entry).get("phone", "")
    return ("phone", phone) if phone else None


def _install_search(sender: AppConfig, using: str, **_: object) -> None:
    from django.db import connections

    from jinguo.apps.registry.search import full_text

    full_text.install(connections[using])
