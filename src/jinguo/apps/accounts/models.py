"""Users. What a user may do is not here: roles are held in organisations."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who can sign in."""

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)

    REQUIRED_FIELDS = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
