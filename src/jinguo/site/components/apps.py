from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "jinguo.site.components"
    label = "components"
