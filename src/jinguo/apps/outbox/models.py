"""Messages that go out, one row for every recipient and channel."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.ids import new_uid


class Channel(models.TextChoices):
    SITE = "site", _("in-site message")
    EMAIL = "email", _("by e-mail")
    SMS = "sms", _("text message")


class Message(models.Model):
    """One message to one recipient by one channel, as it was written when it was queued."""

    uid = models.UUIDField(_("identifier"), default=new_uid, unique=True, editable=False)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("recipient"),
    )
    to_name = models.CharField(_("recipient's name"), max_length=100, blank=True)
    to_address = models.CharField(_("address"), max_length=254, blank=True)
    channel = models.CharField(_("channel"), max_length=10)
    code = models.CharField(_("kind of message"), max_length=100)
    params = models.JSONField(_("values"), default=dict, encoder=DjangoJSONEncoder)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    # To somebody without an account the link is a key (an invitation, a nominee's page): sealed until it goes out.
    link_sealed = models.TextField(blank=True, editable=False)
    about_type = models.CharField(_("about, kind of record"), max_length=100, blank=True)
    about_id = models.CharField(_("about, record"), max_length=64, blank=True)
    within_type = models.CharField(_("within, kind of record"), max_length=100, blank=True)
    within_id = models.CharField(_("within, record"), max_length=64, blank=True)
    # Plain values: a message outlives the organisation that sent it.
    sender_id = models.BigIntegerField(_("sending organisation, id"), null=True, blank=True)
    sender_name = models.CharField(_("sending organisation"), max_length=200, blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    due_at = models.DateTimeField(_("to be sent from"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    last_error_detail = models.TextField(_("what the mail server said"), blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="outbox_message_waiting"),
            models.Index(fields=["to_user", "channel", "-queued_at"], name="outbox_message_inbox"),
            models.Index(fields=["sender_id", "-queued_at"], name="outbox_message_sender"),
            models.Index(fields=["about_type", "about_id"], name="outbox_message_about"),
            models.Index(fields=["within_type", "within_id"], name="outbox_message_within"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.SITE) | ~Q(to_address=""), name="outbox_message_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel=Channel.SITE),
                name="outbox_message_read_on_site",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def link_about(self) -> str:
        """What the sealed link is bound to."""
        return f"message:{self.uid}:link"

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)

    @property
    def state(self) -> str:
        """``sent``, ``waiting``, ``failing`` (will be tried again) or ``stuck`` (an officer has to look)."""
        if self.sent_at:
            return "sent"
        if self.due_at is None:
            return "stuck"
        return "failing" if self.last_error else "waiting"
