"""The records of sharing: keys and partners, agreements, what was given, what was taken, tokens, registrations."""

from __future__ import annotations

from jinguo.apps.exchange.models.agreements import Agreement
from jinguo.apps.exchange.models.doors import Registration, Token
from jinguo.apps.exchange.models.given import Package, Sent, Share
from jinguo.apps.exchange.models.partners import OwnKey, Partner, PartnerKey
from jinguo.apps.exchange.models.taken import Receipt, Received

__all__ = [
    "Agreement",
    "OwnKey",
    "Package",
    "Partner",
    "PartnerKey",
    "Receipt",
    "Received",
    "Registration",
    "Sent",
    "Share",
    "Token",
]
