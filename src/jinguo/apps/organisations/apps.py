from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jinguo.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        from jinguo.apps.organisations.permissions import is_officer_of
        from jinguo.apps.outbox.permissions import register_oversight

        register_oversight(is_officer_of)
