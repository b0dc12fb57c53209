from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _officer(request):
    from jinguo.apps.registry.access.imports import is_officer  # models are not loaded when this module is

    return is_officer(request)


def _answers(request):
    from jinguo.apps.registry.queries.people import keeps_any  # models are not loaded when this module is

    return keeps_any(request.user)


def _administers(request):
    from jinguo.apps.exchange.access import administers  # models are not loaded when this module is

    return administers(request.user)


class ExchangeConfig(AppConfig):
    name = "jinguo.apps.exchange"
    label = "exchange"
    verbose_name = _("Sharing")
    navigation = [
        {
            "label": _("Sharing"),
            "url": "exchange:agreements",
            "icon": "send",
            "order": 32,
            "group": _("Registry"),
            "shown": _officer,
        },
        {
            "label": _("Registrations"),
            "url": "exchange:registrations",
            "icon": "user-plus",
            "order": 33,
            "group": _("Registry"),
            "shown": _answers,
        },
        {
            "label": _("Programs (API)"),
            "url": "exchange:tokens",
            "icon": "key",
            "order": 34,
            "group": _("Registry"),
            "shown": _administers,
        },
    ]

    def ready(self) -> None:
        from jinguo.apps import files, vault
        from jinguo.apps.exchange import actions, permissions, queries, tasks  # noqa: F401 (jobs register themselves)
        from jinguo.apps.exchange.models import OwnKey, Received, Registration
        from jinguo.apps.files import permissions as of_files
        from jinguo.apps.registry import elsewhere
        from jinguo.apps.registry.actions import consenting, taking_in

        vault.register_sealed(OwnKey, "private_sealed", about=lambda key: key.about)
        vault.register_sealed(Received, "rest_sealed", about=lambda received: received.about)
        vault.register_sealed(Registration, "said_sealed", about=lambda registration: registration.about)
        files.register(
            "exchange_package",
            permissions.may_read_package,
            max_bytes=2 << 30,
            may_upload=of_files.made_here_alone,
        )
        files.register(
            "exchange_incoming",
            permissions.may_read_incoming,
            max_bytes=2 << 30,
            may_upload=of_files.made_here_alone,
        )
        files.register(
            "exchange_agreement",
            permissions.may_read_document,
            max_bytes=20 << 20,
            allowed=("pdf", "jpg", "png", "docx", "ofd"),
        )
        taking_in.when_committed.append(actions.follow_commit)
        taking_in.when_taken_back.append(actions.follow_taking_back)
        consenting.when_withdrawn.append(actions.end_shares)
        elsewhere.declare(
            elsewhere.Room(
                kind="kept_share",
                records=queries.given.sent_of,
                told=_told,
                shared=queries.given.shared_with,
            )
        )


def _told(sent):
    agreement = sent.package.agreement
    return {
        "to": agreement.partner.name,
        "agreement": agreement.title,
        "at": sent.package.made_at.isoformat(),
    }
