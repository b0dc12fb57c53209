from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _sits_or_keeps(request):
    from jinguo.apps.meetings.cards import sits_or_keeps  # models are not loaded when this module is

    return sits_or_keeps(request)


class MeetingsConfig(AppConfig):
    name = "jinguo.apps.meetings"
    label = "meetings"
    verbose_name = _("Panel meetings")
    navigation = [
        {
            "label": _("Panel meetings"),
            "url": "meetings:mine",
            "icon": "users-group",
            "order": 9,
            "shown": _sits_or_keeps,
        }
    ]
    dashboard_cards = ["jinguo.apps.meetings.cards.today"]

    def ready(self) -> None:
        from jinguo.apps.meetings import actions
        from jinguo.apps.reviews.actions import pool_panels

        pool_panels.when_answered.append(actions.follow_answer)
