"""All addresses. Each app brings its own."""

from django.urls import include, path
from django.views.i18n import set_language
from django.contrib.auth.decorators import login_not_required

from jinguo.site import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", views.home, name="home"),
    path("language", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("files/", include("jinguo.apps.files.urls")),
]
