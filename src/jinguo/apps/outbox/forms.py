"""The filter of an officer's list."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jinguo.apps.outbox import queries
from jinguo.apps.outbox.models import Channel, Message


class SentFilter(forms.Form):
    text = forms.CharField(label=_("Recipient or subject"), required=False, max_length=100)
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("every channel")), *Channel.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("every state")),
            ("sent", _("sent")),
            ("waiting", _("waiting")),
            ("failing", _("being tried again")),
            ("stuck", _("not deliverable")),
        ],
    )
    record = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def queryset(self, messages: QuerySet[Message]) -> QuerySet[Message]:
        """The messages that fit; all of them while the filter makes no sense."""
        if not self.is_valid():
            return messages
        asked = self.cleaned_data
        if asked["text"]:
            fits = Q(subject__icontains=asked["text"]) | Q(to_name__icontains=asked["text"])
            messages = messages.filter(fits | Q(to_address__icontains=asked["text"]))
        if asked["channel"]:
            messages = messages.filter(channel=asked["channel"])
        if asked["record"]:
            messages = queries.about(messages, asked["record"])
        return queries.in_state(messages, asked["state"])
