"""What an organisation puts over its registry: tags, and searches kept under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.models.people import Identity, PersonEntry


class Tag(models.Model):
    """A word that an organisation puts on persons of its registry."""

    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    name = models.CharField(_("tag"), max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="tag_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Tagged(models.Model):
    """A tag on a person. It hangs on an entry, so that it stays with her when a merge is undone."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    entry = models.ForeignKey(PersonEntry, models.CASCADE, related_name="tagged")
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "entry"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.entry_id}"


class SavedSearch(models.Model):
    """A search kept under a name. A dynamic list says who came in and who fell out since it was last counted."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    name = models.CharField(_("name of the list"), max_length=80)
    query = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    counted_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="saved_search_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """A person's time in a dynamic list: the day of the count that found her in it, and of the one that did not, with
    the reasons that could be told.
    """

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="listed")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    since = models.DateField(_("in the list since"))
    until = models.DateField(_("fell out"), null=True, blank=True)
    why = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search", "identity"],
                condition=models.Q(until__isnull=True),
                name="listed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="listed_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.identity_id}"


class ListCount(models.Model):
    """How many were in a dynamic list on a day, and how many came in and fell out since the count before."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="counts")
    on = models.DateField()
    members = models.PositiveIntegerField()
    came = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "on"], name="list_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.search_id} {self.on}"
