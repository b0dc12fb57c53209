"""All addresses. Each app brings its own."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from jinguo.apps.exchange.views.api import api
from jinguo.site import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", views.home, name="home"),
    path("language", login_not_required(set_language), name="set_language"),
    path("look", views.look, name="look"),
    path("gallery/", views.gallery, name="gallery"),
    path("", include("jinguo.apps.calls.urls")),
    path("policies/", include("jinguo.apps.policies.urls")),
    path("decisions/", include("jinguo.apps.decisions.urls")),
    path("plans/", include("jinguo.apps.plans.urls")),
    path("meetings/", include("jinguo.apps.meetings.urls")),
    path("exchange/", include("jinguo.apps.exchange.urls")),
    path("api/v1/<path:rest>", api, name="api"),
    path("registry/imports/", include("jinguo.apps.registry.urls.imports")),
    path("registry/tiers/", include("jinguo.apps.registry.urls.tiers")),
    path("registry/", include("jinguo.apps.registry.urls.rights")),
    path("registry/", include("jinguo.apps.registry.urls.people")),
    path("reviews/", include("jinguo.apps.reviews.urls")),
    path("", include("jinguo.apps.organisations.urls")),
    path("accounts/", include("jinguo.apps.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("files/", include("jinguo.apps.files.urls")),
    path("jobs/", include("jinguo.apps.jobs.urls")),
    path("messages/", include("jinguo.apps.outbox.urls")),
]

handler400 = "jinguo.site.views.bad_request"
handler403 = "jinguo.site.views.forbidden"
handler404 = "jinguo.site.views.not_found"
handler500 = "jinguo.site.views.server_error"
