from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "jinguo.apps.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    navigation = [
        {
            "label": _("My profile"),
            "url": "accounts:profile",
            "icon": "user",
            "order": 80,
            "place": "user",
        },
        {
            "label": _("Sign-in and security"),
            "url": "accounts:security",
            "icon": "shield-lock",
            "order": 81,
            "place": "user",
        },
    ]

    def ready(self) -> None:
        from jinguo.apps.accounts import receivers

        receivers.connect()
