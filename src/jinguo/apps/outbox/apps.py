from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _unread(request: Any) -> int:
    from jinguo.apps.outbox.queries import unread_count  # models are not ready when this module loads

    return unread_count(request.user)


def _oversees(request: Any) -> bool:
    from jinguo.apps.outbox.permissions import may_oversee  # models are not ready when this module loads

    acting = getattr(request, "acting", None)
    return bool(acting) and may_oversee(request.user, acting.pk).ok


class OutboxConfig(AppConfig):
    name = "jinguo.apps.outbox"
    label = "outbox"
    verbose_name = _("Messages")
    navigation = [
        {
            "label": _("My messages"),
            "url": "outbox:inbox",
            "icon": "bell",
            "order": 10,
            "place": "top",
            "badge": _unread,
        },
        {"label": _("Sent messages"), "url": "outbox:sent", "icon": "send", "order": 70, "shown": _oversees},
    ]

    def ready(self) -> None:
        from jinguo.apps import vault
        from jinguo.apps.outbox.models import Message

        vault.register_sealed(Message, "link_sealed", about=lambda message: message.link_about)
