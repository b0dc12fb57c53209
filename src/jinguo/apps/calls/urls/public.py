"""What anyone may see."""

from django.urls import path

from jinguo.apps.calls.views import public

urlpatterns = [
    path("", public.call_list, name="public_list"),
    path("calls/<uuid:uid>/", public.call, name="public_call"),
    path("notices/<uuid:uid>/", public.notice, name="public_notice"),
    path("notices/<uuid:uid>/objection/", public.objection, name="public_objection"),
    path("notices/<uuid:uid>/objection/<int:number>/", public.received, name="public_received"),
    path("results/<uuid:uid>/", public.result, name="public_result"),
]
