from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jinguo.apps.jobs"
    label = "jobs"
    verbose_name = _("Background work")
    navigation = [
        {
            "label": _("My background work"),
            "url": "jobs:list",
            "icon": "hourglass",
            "order": 60,
            "place": "user",
        },
    ]

    def ready(self) -> None:
        autodiscover_modules("tasks")
