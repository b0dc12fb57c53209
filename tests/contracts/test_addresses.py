"""Every address and who may open it: `addresses.txt` is the table, and the table is complete.

A page that is not in the table fails the test, and so does a line whose address is gone. What is forbidden looks like what
is absent: one 404 with one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from jinguo.apps import files
from jinguo.reasons import Verdict
from tests.contracts import world as worlds

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("addresses.txt")

PUBLIC = {
    "healthz", "home", "set_language", "look", "gallery",
    "calls:public_list", "calls:public_call", "calls:public_notice", "calls:public_objection",
    "calls:public_received", "calls:public_result",
    "calls:confirm", "calls:confirm_withdraw", "calls:confirm_file", "calls:confirm_picture", "organisations:invitation", "reviews:join",
    "registry:own", "registry:own_propose", "registry:own_withdraw", "registry:own_erasure", "registry:own_copy", "rights:claim",
