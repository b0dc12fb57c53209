from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _chooses_units(request):
    from jinguo.apps.organisations.permissions import sees_all_units

    return request.user.is_authenticated and bool(sees_all_units(request.user))


class OrganisationsConfig(AppConfig):
    name = "jinguo.apps.organisations"
    label = "organisations"
    verbose_name = _("Organisations")
    navigation = [
        {
            "label": _("Units"),
            "url": "organisations:list",
            "icon": "building-community",
            "order": 30,
            "group": _("Organiser"),
            "shown": _chooses_units,
        },
        {
            "label": _("Worked days"),
            "url": "organisations:calendar",
            "icon": "calendar",
            "order": 31,
            "group": _("Organiser"),
            "shown": _chooses_units,
        },
    ]

    def ready(self) -> None:
        from jinguo.apps.accounts.second_factor import register_roles
        from jinguo.apps.organisations.permissions import is_officer_of, role_names
        from jinguo.apps.outbox.permissions import register_oversight

        register_oversight(is_officer_of)
        register_roles(role_names)
