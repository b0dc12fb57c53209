"""Which fields of which models hold sealed values, so that they can be sealed again after a rotation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction

from jinguo.apps.vault.keyring import blind_index, ring, seal, unseal


@dataclass(frozen=True, slots=True)
class SealedField:
    """``about`` gives the associated data of one record; ``index`` is (index field, kind) if there is one."""

    model: type[models.Model]
    field: str
    about: Callable[[models.Model], str]
    index: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


_fields: dict[str, SealedField] = {}


def register_sealed(
    model: type[models.Model],
    field: str,
    *,
    about: Callable[[models.Model], str],
    index: tuple[str, str] | None = None,
) -> None:
    """Say, in an AppConfig's ``ready``, that a field holds tokens.

    ``about=lambda nomination: f"nomination:{nomination.uid}:id_number"``, ``index=("id_number_index",
    "id_number")``.
    """
    found = SealedField(model, field, about, index)
    _fields[found.name] = found


def registered() -> list[SealedField]:
    return [_fields[name] for name in sorted(_fields)]


def stale(sealed: SealedField) -> models.QuerySet:
    """Records whose value was not made by the current key and algorithm, or whose index has an older key."""
    head = f"v1:{settings.VAULT_ALGORITHM}:{ring().now('seal').id}:"
    old = ~models.Q(**{f"{sealed.field}__startswith": head})
    if sealed.index:
        old |= ~models.Q(**{f"{sealed.index[0]}__startswith": f"{ring().now('index').id}:"})
    filled = sealed.model._base_manager.exclude(**{sealed.field: ""}).exclude(**{sealed.field: None})
    return filled.filter(old)


def reseal(sealed: SealedField, *, batch: int = 500) -> Iterator[int]:
    """Seal every stale record again; yields how many were done. May be stopped and started again at any time.

    Only the two columns are written and only where the value is still the one that was read: an edit made
    meanwhile wins.
    """
    names = [sealed.field, *([sealed.index[0]] if sealed.index else [])]
    last = None
    while True:
        rows = stale(sealed).order_by("pk")
        chosen = list((rows.filter(pk__gt=last) if last is not None else rows)[:batch])
        if not chosen:
            return
        with transaction.atomic():
            for record in chosen:
                _reseal_one(sealed, record, names)
        last = chosen[-1].pk
        yield len(chosen)


def _reseal_one(sealed: SealedField, record: models.Model, names: list[str]) -> None:
    token = getattr(record, sealed.field)
    about = sealed.about(record)
    text = unseal(token, about=about)
    values = dict(zip(names, [seal(text, about=about)], strict=False))
    if sealed.index:
        values[sealed.index[0]] = blind_index(sealed.index[1], text)
    manager = sealed.model._base_manager
    manager.filter(pk=record.pk, **{sealed.field: token}).update(**values)
