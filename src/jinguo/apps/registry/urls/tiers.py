"""Addresses of tiers: the scheme, what it proposes, and what officers say."""

from django.urls import path

from jinguo.apps.registry.views import tier_schemes, tiers

app_name = "tiers"

urlpatterns = [
    path("", tiers.overview, name="overview"),
    path("begin", tiers.begin, name="begin"),
    path("weigh", tiers.weigh, name="weigh"),
    path("proposals/", tiers.proposals, name="proposals"),
    path("proposals/answer", tiers.answer, name="answer"),
    path("persons/<uuid:uid>/give/", tiers.give, name="give"),
    path("held/<uuid:uid>/end/", tiers.end, name="end"),
    path("schemes/<uuid:uid>/", tier_schemes.scheme, name="scheme"),
    path("schemes/<uuid:uid>/try", tier_schemes.try_out, name="try"),
    path("schemes/<uuid:uid>/put-in-force", tier_schemes.put_in_force, name="put_in_force"),
    path("schemes/<uuid:uid>/drop", tier_schemes.drop, name="drop"),
    path("schemes/<uuid:uid>/scheme.toml", tier_schemes.download, name="download"),
    path("schemes/<uuid:uid>/upload", tier_schemes.upload, name="upload"),
    path("schemes/<uuid:uid>/tiers/<slug:code>/", tier_schemes.tier, name="tier"),
    path("schemes/<uuid:uid>/tiers/<slug:code>/remove", tier_schemes.remove_tier, name="remove_tier"),
]
