from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jinguo.site"
    label = "jinguo_site"
