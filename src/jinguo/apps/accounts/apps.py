from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jinguo.apps.accounts"
    label = "accounts"
