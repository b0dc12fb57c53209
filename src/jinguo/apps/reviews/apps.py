from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _expert(request):
    from jinguo.apps.reviews.cards import is_expert  # models are not loaded when this module is

    return is_expert(request)


def _officer(request):
    from jinguo.apps.reviews.cards import is_officer

    return is_officer(request)


class ReviewsConfig(AppConfig):
    name = "jinguo.apps.reviews"
    label = "reviews"
    verbose_name = _("Reviews")
    navigation = [
        {"label": _("Reviews"), "url": "reviews:my_rounds", "icon": "scale", "order": 8, "shown": _expert},
        {
            "label": _("My data in the pool"),
            "url": "reviews:mine",
            "icon": "user",
            "order": 9,
            "shown": _expert,
        },
        {
            "label": _("Pool of experts"),
            "url": "reviews:experts",
            "icon": "users",
            "order": 26,
            "group": _("Organiser"),
            "shown": _officer,
        },
    ]
    dashboard_cards = [
        "jinguo.apps.reviews.cards.to_answer",
        "jinguo.apps.reviews.cards.to_review",
        "jinguo.apps.reviews.cards.progress",
    ]

    def ready(self) -> None:
        from jinguo.apps import vault
        from jinguo.apps.calls.actions import checking
        from jinguo.apps.organisations import actions as organisations
        from jinguo.apps.reviews import actions, facts, registry_experts
        from jinguo.apps.reviews.models import ExpertRelation

        facts.declare_all()
        registry_experts.register()
        vault.register_sealed(ExpertRelation, "who_sealed", about=lambda row: row.sealed_about)
        organisations.when_accepted.append(actions.link_invited)
        checking.when_passed.append(actions.enter_late)
