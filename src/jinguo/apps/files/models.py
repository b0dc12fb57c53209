"""What is stored, and what is on its way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jinguo.apps.files.names import ascii_safe
from jinguo.apps.ids import new_uid


class StoredFile(models.Model):
    """One stored file: never changed once written, referred to by foreign keys of other apps."""

    uid = models.UUIDField(_("identifier"), default=new_uid, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60, db_index=True)
    original_name = models.TextField(_("file name"))
    mime = models.CharField(_("media type"), max_length=120)
    suffix = models.CharField(_("suffix"), max_length=12, blank=True)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    path = models.CharField(_("place in the storage"), max_length=200, unique=True)
    facts = models.JSONField(_("width, height, duration"), default=dict, blank=True)
    created_at = models.DateTimeField(_("stored at"))
    # The id and the name as plain values: a file outlives the account of who handed it in.
    by_id = models.BigIntegerField(_("stored by, id"), null=True, blank=True)
    by_name = models.CharField(_("stored by"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gte=0), name="files_stored_file_size_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        name = ascii_safe(self.original_name)
        if "." not in name:  # `display` and `poster` are words of ours
            return reverse("files:download", args=[self.uid])
        return reverse("files:download_named", args=[self.uid, name])

    @property
    def family(self) -> str:
        """``image``, ``video``, ``application``, …"""
        return self.mime.split("/", 1)[0]

    @property
    def is_picture(self) -> bool:
        """Whether :mod:`jinguo.engines.materials` can draw a small one."""
        return self.mime in {"image/jpeg", "image/png"}

    @property
    def is_video(self) -> bool:
        return self.family == "video"


class Upload(models.Model):
    """One file on its way in, as the tus protocol keeps it. The bytes lie in the spool; their number there is
    the truth, ``offset`` only a note for people."""

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        FINISHED = "finished", _("complete")
        CLAIMED = "claimed", _("taken over")

    uid = models.UUIDField(_("identifier"), default=new_uid, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    kind = models.CharField(_("kind"), max_length=60)
    name = models.TextField(_("file name"))
    length = models.BigIntegerField(_("size in bytes"))
    offset = models.BigIntegerField(_("received bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, default=State.OPEN)
    created_at = models.DateTimeField(_("begun at"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)
    file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stored file")
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("length")),
                name="files_upload_offset_within_length",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "finished", "claimed")),
                name="files_upload_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
