"""Where the measured pages are: each row of the table of targets with method, URL, account and form fields."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jinguo.apps.accounts.models import User
from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews.models import Assignment, Expert
from jinguo.bench.people import nominees
from jinguo.bench.setting import CRITERIA, PASSWORD, Setting

FLOWS = 60
"""Nominees that stand ready to be handed in, and reviews ready to be saved."""


def addresses(setting: Setting, made: list[Nomination], pool: list[Expert]) -> dict[str, Any]:
    """Row of the table → how it is asked for. A page: one request. A flow: `steps`, in this order, with `{…}` where the
    value comes from a variant or from an earlier answer; `variants` are independent of each other.
    """
    call, middle = setting.reviewed, made[len(made) // 2]
    name = middle.name[:2]
    officer = _account(setting.officer)
    table = reverse("calls:nominations", args=[call.uid])
    return {
        "public call page": _get(reverse("calls:public_call", args=[call.uid]), None),
        "officer's list, page 1": _get(table, officer),
        "list, full-text search": _get(f"{table}?{urlencode({'q': name})}", officer),
        "officer's review board": _get(reverse("reviews:board", args=[call.uid]), officer),
        "expert's board": _get(reverse("reviews:desk", args=[call.rounds.get().uid]), _account(pool[0].user)),
        "detail page": _get(reverse("calls:nomination", args=[middle.uid]), officer),
        "hand in with a 2 MB picture, whole flow": _hand_in(setting, len(made)),
        "save a review with three scores": _save_review(pool),
        "export all (table)": _get(reverse("reviews:export", args=[call.uid]), officer),
    }


def _account(user: User | None) -> dict[str, str]:
    return {"username": user.username if user else "", "password": PASSWORD}


def _get(url: str, account: dict[str, str] | None) -> dict[str, Any]:
    return {"method": "GET", "url": url, "account": account, "fields": {}}


def _save_review(pool: list[Expert]) -> dict[str, Any]:
    marks = {f"mark_{criterion['key']}": str(80 + n) for n, criterion in enumerate(CRITERIA)}
    fields = {**marks, "comment": "材料完整，事迹突出。", "seen_version": "0", "page": "", "do": "save"}
    variants = [
        {"url": reverse("reviews:save", args=[assignment.uid]), "account": _account(assignment.expert.user)}
        for assignment in Assignment.objects.filter(expert__in=pool, review=None)
        .select_related("expert__user")
        .order_by("position", "pk")[:FLOWS]
    ]
    first = variants[0] if variants else {"url": "", "account": None}
    return {"method": "POST", **first, "fields": fields, "variants": variants}


def _hand_in(setting: Setting, start: int) -> dict[str, Any]:
    call = setting.taking
    category = str(call.categories.values_list("uid", flat=True)[0])
    variants = []
    women = nominees(start=start)
    for unit, liaison in zip(setting.units, setting.liaisons, strict=True):
        nominee = next(women)
        fields = {f"f-{key}": str(value) for key, value in nominee.values.items()}
        fields |= {f"v-{key}": "0" for key in nominee.values}
        variants.append(
            {
                "url": reverse("calls:unit_start", args=[call.uid, unit.uid]),
                "page": reverse("calls:unit_call", args=[call.uid, unit.uid]),
                "account": _account(liaison),
                "fields": {"category": category},
                "form": fields,
            }
        )
    begin = [
        {"name": "open", "method": "GET", "url": "{page}"},
        {"name": "start", "method": "POST", "url": "{url}", "fields": "fields", "leads_to": "nomination"},
        {"name": "open the form", "method": "GET", "url": "{nomination}"},
    ]
    save = {"name": "save", "method": "POST", "url": "{nomination}save/", "fields": "form"}
    upload = {
        "name": "upload", "method": "POST", "url": "{nomination}materials/photos/", "file": "file", "bytes": 2_000_000,
    }  # fmt: skip
    reopen = {"name": "reopen", "method": "GET", "url": "{nomination}"}
    hand_in = {"name": "hand in", "method": "POST", "url": "{nomination}hand-in/", "leads_to": "receipt"}
    first = variants[0]
    return {
        "method": "POST",
        "url": first["url"],
        "account": first["account"],
        "fields": first["fields"],
        "steps": [*begin, upload, {**hand_in, "fields": "form"}],
        "rush": [*begin, save, reopen, upload, hand_in],
        "variants": variants,
    }
