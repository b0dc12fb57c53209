from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "jinguo.apps.vault"
    label = "vault"

    def ready(self) -> None:
        from jinguo.apps.vault.models import DataKey
        from jinguo.apps.vault.people import key_about
        from jinguo.apps.vault.registered import register_sealed

        register_sealed(DataKey, "sealed_key", about=lambda key: key_about(key.person_ref))
