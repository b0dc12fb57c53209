from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jinguo.apps.jobs"
    label = "jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        from jinguo.apps import files
        from jinguo.apps.jobs.permissions import asked_for_the_job_of

        files.register("job_result", asked_for_the_job_of, max_bytes=4 * 1024**3)
        autodiscover_modules("tasks")
