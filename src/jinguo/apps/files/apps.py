from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "jinguo.apps.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from jinguo.apps.files.kinds import register
        from jinguo.apps.files.permissions import asked_for_the_job_of, made_here_alone

        register("job_result", asked_for_the_job_of, max_bytes=4 * 1024**3, may_upload=made_here_alone)
