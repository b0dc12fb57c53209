from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jinguo.apps.registry"
    label = "registry"

    def ready(self) -> None:
        from jinguo.apps.registry.facts import declare_facts

        declare_facts()
        from jinguo.apps import vault
        from jinguo.apps.registry.models import PersonEntry

        vault.register_sealed(
            PersonEntry,
            "id_number_sealed",
            about=lambda entry: f"person:{entry.uid}:id_number",
            index=("id_number_index", "id_number"),
        )
