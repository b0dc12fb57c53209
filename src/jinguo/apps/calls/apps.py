from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _officer(request):
    from jinguo.apps.calls.cards import is_officer

    return is_officer(request)


def _nominates(request):
    """Shown to who answers for a unit that was invited to a call."""
    from jinguo.apps.calls.queries import may_nominate  # models are not loaded when this module is

    return may_nominate(request.user)


def _leads(request):
    from jinguo.apps.calls.cards import is_leader

    return is_leader(request)


def _about_objection(part, objection):
    return f"objection:{objection.uid}:{part}"


def _tell_the_registry():
    """What a person's page and her erasure hear of nominations; that a nominee's link stands for her; and what follows when
    she takes a consent back in the registry."""
    from jinguo.apps.calls import access, queries
    from jinguo.apps.calls.actions import into_registry
    from jinguo.apps.registry import elsewhere
    from jinguo.apps.registry.actions import consenting

    elsewhere.declare(
        elsewhere.Room(
            kind="kept_nomination",
            records=queries.nominations_about,
            told=queries.told_to_her,
            unmasked=("id_number_unmasked",),
            stands_for=access.person_of_link,
            beside=queries.nominations_beside,
        )
    )
    consenting.when_withdrawn.append(into_registry.follow_withdrawal)


class CallsConfig(AppConfig):
    name = "jinguo.apps.calls"
    label = "calls"

    navigation = [
        {
            "label": _("Nominate"),
            "url": "calls:unit_calls",
            "icon": "writing",
            "order": 10,
            "shown": _nominates,
        },
        {
            "label": _("Selections"),
            "url": "calls:list",
            "icon": "speakerphone",
            "order": 20,
            "group": _("Organiser"),
            "shown": _officer,
        },
        {
            "label": _("Selections at a glance"),
            "url": "calls:leader_board",
            "icon": "eye",
            "order": 25,
            "shown": _leads,
        },
    ]
    dashboard_cards = [
        "jinguo.apps.calls.cards.my_calls",
        "jinguo.apps.calls.cards.unit_calls",
        "jinguo.apps.calls.cards.objections_waiting",
    ]

    def ready(self) -> None:
        from jinguo.apps import files, vault
        from jinguo.apps.calls import permissions, queries
        from jinguo.apps.calls.facts import declare_facts
        from jinguo.apps.calls.models import FieldValue, Investigation, Nomination, Objection
        from jinguo.apps.files import permissions as file_permissions

        declare_facts()
        _tell_the_registry()

        files.register(
            "call_notice",
            permissions.may_read_notice_file,
            max_bytes=50 * 1024**2,
            allowed=("pdf", "doc", "docx", "wps", "ofd"),
        )
        files.register("calls.material", permissions.may_read_material_file, max_bytes=2 * 1024**3)
        files.register(
            "calls.papers",
            permissions.may_read_papers,
            max_bytes=8 * 1024**3,
            may_upload=file_permissions.made_here_alone,
        )
        files.register(
            "calls.evidence",
            permissions.may_read_evidence,
            max_bytes=20 * 1024**2,
            allowed=("pdf", "jpg", "png", "docx", "xlsx", "mp4"),
        )

        vault.register_sealed(
            FieldValue, "sealed", about=lambda row: queries.sealed_about(row.nomination, row.key)
        )
        for part in ("objector", "contact", "content"):
            vault.register_sealed(Objection, f"{part}_sealed", about=partial(_about_objection, part))
        vault.register_sealed(
            Investigation, "notes_sealed", about=lambda row: f"investigation:{row.uid}:notes"
        )
        vault.register_index(Nomination, "identity_index", of=queries.identity_of, reads=("entry",))
