from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "jinguo.apps.facts"
    label = "facts"
