from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jinguo.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        from jinguo.apps.accounts.second_factor import register_roles
        from jinguo.apps.organisations.permissions import is_officer_of, role_names
        from jinguo.apps.outbox.permissions import register_oversight

        register_oversight(is_officer_of)
        register_roles(role_names)
