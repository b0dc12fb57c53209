"""Kinds of organisation and the roles that users hold in them. Kinds live in code, labels in phrases."""

from __future__ import annotations

FEDERATION = "federation"
ASSOCIATION = "association"
SOCIETY = "society"
FOUNDATION = "foundation"
DISTRICT = "district"
GRASSROOTS = "grassroots"
INSTITUTION = "institution"

KINDS = (FEDERATION, ASSOCIATION, SOCIETY, FOUNDATION, DISTRICT, GRASSROOTS, INSTITUTION)

OFFICER = "officer"
LIAISON = "liaison"
EXPERT = "expert"
LEADER = "leader"
ADMIN = "admin"
AUDITOR = "auditor"

ROLES = (OFFICER, LIAISON, EXPERT, LEADER, ADMIN, AUDITOR)
