"""Specimens for the gallery: every piece of the look, with invented values."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jinguo.apps import clock
from jinguo.reasons import Reason, Verdict

STATES = (
    "call_draft call_open call_reviewing call_decided call_on_notice call_final call_cancelled "
    "nomination_draft nomination_submitted nomination_returned nomination_accepted nomination_rejected "
    "nomination_chosen nomination_not_chosen"
)


class SpecimenForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As on the identity card."), max_length=30)
    born = forms.DateField(label=_("Date of birth"), required=False)
    closes = forms.DateTimeField(label=_("Closes at"), required=False)
    kind = forms.ChoiceField(label=_("Category"), choices=[("a", _("Research")), ("b", _("Teaching"))])
    tier = forms.ChoiceField(
        label=_("Counting of the day"),
        widget=forms.RadioSelect,
        choices=[("with", _("The day counts")), ("without", _("The day does not count"))],
    )
    topics = forms.MultipleChoiceField(
        label=_("Materials"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("photo", _("Working photo")), ("video", _("Video"))],
    )
    story = forms.CharField(
        label=_("Main deeds"), widget=forms.Textarea, help_text=_("Facts and figures; no praise.")
    )
    story.max_words = 1000
    file = forms.FileField(label=_("Signed form"), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField(
        label=_("I have read this and agree."), help_text=_("You can take it back at any time.")
    )


class SpecimenFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), ("open", _("open"))])


def context(request: HttpRequest) -> dict[str, object]:
    now = clock.now()
    rows = [
        {"name": name, "unit": unit, "state": state, "score": score, "at": now - timedelta(hours=hours)}
        for name, unit, state, score, hours in [
            ("林知夏", "演示市力学学会", "nomination_submitted", "92.40", 3),
            ("欧阳若兰", "演示区科学技术协会", "nomination_returned", "—", 20),
            ("阿依古丽·买买提", "演示市女科技工作者协会", "nomination_draft", "—", 26),
            ("陈思𠮷", "演示大学", "nomination_accepted", "88.15", 50),
        ]
    ]
    full = Verdict.no("quota_used_up", limit=1, used=1)
    return {
        "form": SpecimenForm(),
        "wrong": SpecimenForm({"w-kind": "a", "w-story": "很好" * 600, "w-born": "2026-13-01"}, prefix="w"),
        "filter": SpecimenFilter(request.GET),
        "states": STATES.split(),
        "severities": [
            Reason.error("quota_used_up", limit=1, used=1),
            Reason.warning("quota_used_up", limit=2, used=2),
            Reason.info("quota_used_up", limit=3, used=3),
        ],
        "full": full,
        "page": Paginator(range(2000), 50).get_page(request.GET.get("page", 3)),
        "rows": rows,
        "shares": [
            {"label": "2025", "women": 12, "men": 8, "unstated": 1, "percent": 60.0},
            {"label": "2026", "women": 0, "men": 0, "unstated": 2, "percent": None},
        ],
        "soon": now + timedelta(days=2, hours=3),
        "far": now + timedelta(days=40),
        "past": now - timedelta(days=1),
        "seconds": now + timedelta(seconds=20),
        "notes": [
            Message(25, _("Handed in. The receipt is number 12.")),
            Message(40, _("The file could not be read.")),
        ],
        "history": [
            {
                "at": now,
                "text": "林知夏的申报材料已通过形式审查",
                "by": "王丽（演示市妇联）",
                "icon": "circle-check",
                "tone": "green",
            },
            {
                "at": now - timedelta(days=1),
                "text": "退回修改",
                "more": "视频长 1 分 42 秒，要求不超过 1 分 30 秒。",
                "by": "王丽",
                "icon": "corner-up-left",
                "tone": "amber",
            },
            {
                "at": now - timedelta(days=2),
                "text": "提交申报",
                "by": "赵敏（演示市力学学会）",
                "icon": "send",
                "tone": "blue",
            },
        ],
        "steps": [
            {"label": _("Call open"), "state": "done", "when": "9月20日"},
            {"label": _("Formal check"), "state": "done", "when": "10月21日"},
            {"label": _("Expert review"), "state": "current", "when": "11月3日"},
            {"label": _("Public notice"), "state": "todo"},
            {"label": _("Final"), "state": "todo"},
        ],
        "tabs": [
            {"label": _("All"), "url": "?tab=all", "current": True, "count": 48},
            {"label": _("To check"), "url": "?tab=check", "count": 12},
            {"label": _("Returned"), "url": "?tab=back", "count": 0},
        ],
        "facts": [
            (_("Name"), "林知夏"),
            (_("Unit"), "演示市力学学会"),
            (_("Professional title"), "研究员"),
            (_("Telephone"), ""),
        ],
        "crumbs": [(_("Home"), "/"), (_("Gallery"), "")],
    }
