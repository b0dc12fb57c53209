from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "jinguo.apps.calls"
    label = "calls"
