from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jinguo.apps.audit"
    label = "audit"
