"""The account pages. Included before django-allauth's, whose second-factor index is our security page."""

from django.urls import path
from django.views.generic import RedirectView

from jinguo.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("security/", views.security, name="security"),
    path("security/end-other-sessions", views.end_other_sessions, name="end_other_sessions"),
    path("2fa/", RedirectView.as_view(pattern_name="accounts:security")),
]
