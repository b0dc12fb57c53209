from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "jinguo.site"
    label = "jinguo_site"
    navigation = [{"label": _("Home"), "url": "home", "icon": "home", "order": 0}]

    def ready(self) -> None:
        from jinguo.site import navigation  # noqa: F401 - registers its check
