from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _reads(request):
    from jinguo.apps.plans.cards import reads_plans  # models are not loaded when this module is

    return reads_plans(request)


def _answers(request):
    from jinguo.apps.plans.cards import answers_for_a_unit  # models are not loaded when this module is

    return answers_for_a_unit(request)


class PlansConfig(AppConfig):
    name = "jinguo.apps.plans"
    label = "plans"
    verbose_name = _("Action plans")
    navigation = [
        {
            "label": _("My measures"),
            "url": "plans:mine",
            "icon": "target",
            "order": 12,
            "shown": _answers,
        },
        {
            "label": _("Action plans"),
            "url": "plans:list",
            "icon": "target",
            "order": 30,
            "group": _("Plans and documents"),
            "shown": _reads,
        },
    ]
    dashboard_cards = [
        "jinguo.apps.plans.cards.owed",
        "jinguo.apps.plans.cards.own_scores",
        "jinguo.apps.plans.cards.to_check",
        "jinguo.apps.plans.cards.assessments_waiting",
        "jinguo.apps.plans.cards.standings",
    ]

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.files import permissions as file_permissions
        from jinguo.apps.plans import permissions, plans_made, tasks  # noqa: F401 - registers its work

        plans_made.offer()

        files.register(
            "plans.evidence",
            permissions.may_read_evidence,
            max_bytes=50 * 1024**2,
            allowed=("pdf", "jpg", "png", "docx", "xlsx", "mp4"),
        )
        files.register(
            "plans.papers",
            permissions.may_read_paper,
            max_bytes=200 * 1024**2,
            may_upload=file_permissions.made_here_alone,
        )
        files.register(
            "plans.self_score",
            permissions.may_read_self_evidence,
            max_bytes=50 * 1024**2,
            allowed=("pdf", "jpg", "png", "docx", "xlsx", "mp4"),
        )
