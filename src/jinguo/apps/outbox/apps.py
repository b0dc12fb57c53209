from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "jinguo.apps.outbox"
    label = "outbox"
