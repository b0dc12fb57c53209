from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jinguo.apps.registry"
    label = "registry"
