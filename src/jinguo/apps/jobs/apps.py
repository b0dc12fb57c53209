from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jinguo.apps.jobs"
    label = "jobs"
