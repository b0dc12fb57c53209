"""Long work in the background and its progress.

A function is registered by name in the ``tasks.py`` of its app and asked for by that name::

    @jobs.job("calls.make_package")
    def make_package(progress, *, call_id):
        for done, nomination in enumerate(nominations):
            progress(done, len(nominations), "packing_materials")
        return stored_file
"""

from jinguo.apps.jobs.work import Cancelled, job, periodic

__all__ = ["Cancelled", "job", "periodic"]
