from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "jinguo.apps.vault"
    label = "vault"
