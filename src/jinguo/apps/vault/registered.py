"""Which fields of which models hold sealed values and blind indices, so that both can be renewed after a rotation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, models, transaction

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


@dataclass(frozen=True, slots=True)
class IndexField:
    """A blind index that stands apart from its sealed value. ``of`` answers (kind, value) of one record, or None."""

    model: type[models.Model]
    field: str
    of: Callable[[models.Model], tuple[str, str] | None]
    reads: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


_fields: dict[str, SealedField] = {}
_indices: dict[str, IndexField] = {}


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


def register_index(
    model: type[models.Model],
    field: str,
    *,
    of: Callable[[models.Model], tuple[str, str] | None],
    reads: tuple[str, ...] = (),
) -> None:
    """Say, in an AppConfig's ``ready``, that a field is a blind index of what ``of`` answers; ``reads`` are relations."""
    found = IndexField(model, field, of, reads)
    _indices[found.name] = found


def indices() -> list[IndexField]:
    return [_indices[name] for name in sorted(_indices)]


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


def stale_indices(indexed: IndexField) -> models.QuerySet:
    """Records whose index was made by an earlier key: a new one would not be found to equal it."""
    filled = indexed.model._base_manager.exclude(**{indexed.field: ""})
    return filled.exclude(**{f"{indexed.field}__startswith": f"{ring().now('index').id}:"})


def reindex(indexed: IndexField, *, batch: int = 500) -> Iterator[int]:
    """Renew every stale index; yields how many were done. May be stopped and started again at any time.

    One that a constraint refuses (what only may be there once was written twice between the rotation and now) stays
    as it is; `jinguo keys check` goes on naming it.
    """
    last = 0
    while True:
        rows = stale_indices(indexed).select_related(*indexed.reads).filter(pk__gt=last).order_by("pk")
        chosen = list(rows[:batch])
        if not chosen:
            return
        last = chosen[-1].pk
        with transaction.atomic():
            done = sum(_reindex_one(indexed, record) for record in chosen)
        yield done


def _reindex_one(indexed: IndexField, record: models.Model) -> bool:
    value = indexed.of(record)
    if value is None:
        return False
    before = getattr(record, indexed.field)
    same = indexed.model._base_manager.filter(pk=record.pk, **{indexed.field: before})
    try:
        with transaction.atomic():
            return bool(same.update(**{indexed.field: blind_index(*value)}))
    except IntegrityError:
        return False
