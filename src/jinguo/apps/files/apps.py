from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jinguo.apps.files"
    label = "files"
