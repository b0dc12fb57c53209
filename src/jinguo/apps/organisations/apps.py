from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jinguo.apps.organisations"
    label = "organisations"
