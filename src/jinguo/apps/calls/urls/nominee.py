"""Where a nominee reads and confirms."""

from django.urls import path

from jinguo.apps.calls.views import nominee

urlpatterns = [
    path("<str:token>/", nominee.confirm, name="confirm"),
    path("<str:token>/withdraw/", nominee.withdraw, name="confirm_withdraw"),
    path("<str:token>/registry/", nominee.registry, name="confirm_registry"),
    path("<str:token>/files/<uuid:uid>/", nominee.file, name="confirm_file"),
    path("<str:token>/files/<uuid:uid>/shown", nominee.picture, name="confirm_picture"),
]
