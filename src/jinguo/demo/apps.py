from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo as a part of a site that is one: what a worker builds of it, and how far that is. Installed there alone."""

    name = "jinguo.demo"
    label = "demo"
    verbose_name = _("Demo")
    dashboard_cards = ["jinguo.demo.cards.registry"]

    def ready(self) -> None:
        from jinguo.demo import tasks  # noqa: F401 - registers its work
