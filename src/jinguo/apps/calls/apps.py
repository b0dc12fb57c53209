from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _officer(request):
    from jinguo.apps.calls.cards import is_officer

    return is_officer(request)


class CallsConfig(AppConfig):
    name = "jinguo.apps.calls"
    label = "calls"

    navigation = [
        {
            "label": _("Selections"),
            "url": "calls:list",
            "icon": "speakerphone",
            "order": 20,
            "group": _("Organiser"),
            "shown": _officer,
        },
    ]
    dashboard_cards = ["jinguo.apps.calls.cards.my_calls"]
