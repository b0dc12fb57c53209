"""Addresses of sharing: partners, agreements, packages, receiving; programs; registrations."""

from django.urls import path

from jinguo.apps.exchange.views import agreements, packages, partners, receiving, registrations, tokens

app_name = "exchange"

urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.new, name="agreement_new"),
    path("agreements/<uuid:uid>/", agreements.one, name="agreement"),
    path("agreements/<uuid:uid>/approve", agreements.approve, name="agreement_approve"),
    path("agreements/<uuid:uid>/refuse", agreements.refuse, name="agreement_refuse"),
    path("agreements/<uuid:uid>/end", agreements.end, name="agreement_end"),
    path("agreements/<uuid:uid>/make", packages.make, name="package_make"),
    path("packages/", packages.packages, name="packages"),
    path("packages/<uuid:uid>/", packages.one, name="package"),
    path("partners/", partners.partners, name="partners"),
    path("partners/our-key", partners.make_key, name="own_key_make"),
    path("partners/our-key.json", partners.card, name="own_key"),
    path("partners/<uuid:uid>/", partners.one, name="partner"),
    path("keys/<uuid:uid>/confirm", partners.confirm, name="key_confirm"),
    path("keys/<uuid:uid>/end", partners.end, name="key_end"),
    path("receiving/", receiving.receiving, name="receiving"),
    path("receiving/<uuid:uid>/", receiving.one, name="receipt"),
    path("receiving/coming/<uuid:uid>/", receiving.coming, name="coming"),
    path("receiving/take/<uuid:uid>", receiving.take, name="take"),
    path("programs/", tokens.tokens, name="tokens"),
    path("programs/<uuid:uid>/revoke", tokens.revoke, name="token_revoke"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<uuid:uid>/answer", registrations.answer, name="registration_answer"),
    path("register/<uuid:uid>/", registrations.register, name="register"),
]
