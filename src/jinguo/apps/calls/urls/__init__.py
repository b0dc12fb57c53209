"""Addresses of calls, a module for each audience."""

from django.urls import include, path

app_name = "calls"

urlpatterns = [
    path("calls/", include("jinguo.apps.calls.urls.setup")),
    path("calls/", include("jinguo.apps.calls.urls.officer")),
    path("calls/", include("jinguo.apps.calls.urls.results")),
    path("nominations/", include("jinguo.apps.calls.urls.unit")),
    path("confirm/", include("jinguo.apps.calls.urls.nominee")),
    path("leading/", include("jinguo.apps.calls.urls.leader")),
    path("public/", include("jinguo.apps.calls.urls.public")),
]
