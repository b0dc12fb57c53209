"""An expert in the pool of an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.ids import new_uid
from jinguo.apps.reviews.states import IN_USE, POOL_STATES, PoolState
from jinguo.standards.names import initials, pinyin, pinyin_key


class Expert(models.Model):
    """A member of an organisation's pool of experts."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    pool = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="experts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="expert_in"
    )
    name = models.CharField(_("name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    unit_name = models.CharField(_("unit"), max_length=120, blank=True)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    disciplines = models.CharField(_("disciplines"), max_length=300, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=300, blank=True)
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    home = models.CharField(_("home (native place)"), max_length=60, blank=True)
    max_per_round = models.PositiveSmallIntegerField(
        _("reviews in one round, at most"), null=True, blank=True
    )
    max_per_year = models.PositiveSmallIntegerField(_("reviews in a year, at most"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    state = models.CharField(max_length=20, default=PoolState.LISTED)
    state_since = models.DateField(null=True, blank=True)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    invitation = models.ForeignKey(
        "organisations.Invitation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pinyin_key = models.CharField(max_length=240, blank=True, editable=False)
    search = models.CharField(max_length=1500, blank=True, editable=False)

    class Meta:
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=POOL_STATES), name="expert_state_is_known"),
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=IN_USE) | Q(is_active=False) & ~Q(state__in=IN_USE),
                name="expert_active_as_her_state_says",
            ),
            models.UniqueConstraint(
                fields=["pool", "user"], condition=Q(user__isnull=False), name="expert_once_per_pool"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "pinyin_key", "search"}
        super().save(**kwargs)

    def set_keys(self) -> None:
        """Derive the columns by which lists sort and search; bulk_create calls this itself."""
        self.pinyin_key = pinyin_key(self.name)[:240]
        words = (
            self.name, pinyin(self.name).replace(" ", ""), initials(self.name), self.unit_name, self.title,
            self.disciplines, self.keywords, self.keywords_en,
        )  # fmt: skip
        self.search = " ".join(words).lower()[:1500]
