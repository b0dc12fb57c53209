"""How two records are compared: for each field the levels from best to worst, as SQL conditions on cleaned columns.

The first level whose condition holds is the level of the pair. ``m`` and ``u`` are the shares of true pairs and of random
pairs on that level (Fellegi and Sunter 1969): the stated defaults, used where a list is too small to learn from, and the
starting point of learning elsewhere. DuckDB's edit distances count bytes, so for Chinese they run over pinyin and stroke
kinds, which are ASCII, never over characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["COMPARISONS", "Comparison", "Level", "comparison_of"]


@dataclass(frozen=True, slots=True)
class Level:
    """``code`` names the level (its sentence: ``linkage_<field>_<code>``), ``sql`` its condition over ``<column>_l`` and
    ``<column>_r``, ``m`` and ``u`` the default shares, ``frequency`` the column whose frequent values count less."""

    code: str
    sql: str
    m: float
    u: float
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``field`` as it is mapped; ``null`` the condition under which nothing can be said; the last level is all else."""

    field: str
    needs: tuple[str, ...]
    null: str
    levels: tuple[Level, ...]


def _null(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _either(*conditions: str) -> str:
    return "(" + " OR ".join(f"({condition})" for condition in conditions) + ")"


_SOUND = _either(_same("name_sound"), "name_sound_l = name_sound2_r", "name_sound2_l = name_sound_r")
_LOOKS = (
    "length(name_l) = length(name_r) AND length(name_l) > 1 AND name_strokes_l IS NOT NULL AND name_strokes_r IS NOT NULL"
    " AND abs(length(name_strokes_l) - length(name_strokes_r)) <= 3"
    " AND levenshtein(name_strokes_l, name_strokes_r) <= greatest(1, 0.25 * length(name_strokes_l) / length(name_l))"
)
_ORDER = "length(name_l) > 1 AND name_sorted_l = name_sorted_r"
_SOUNDS_NEARLY = _either(
    _same("name_loose"),
    "least(length(name_sound_l), length(name_sound_r)) >= 5 AND abs(length(name_sound_l) - length(name_sound_r)) <= 1"
    " AND levenshtein(name_sound_l, name_sound_r) <= 1",
    "name_strokes_l IS NULL AND name_strokes_r IS NULL AND jaro_winkler_similarity(name_l, name_r) >= 0.92",
)


def _one_dropped(long: str, short: str) -> str:
    """One character of up to four is missing."""
    ways = (
        f"left({long}, -1)",
        f"right({long}, -1)",
        f"left({long}, 1) || right({long}, -2)",
        f"left({long}, 2) || right({long}, -3)",
    )
    return f"length({short}) > 1 AND length({long}) = length({short}) + 1 AND {short} IN ({', '.join(ways)})"


_PART = _either(
    _one_dropped("name_l", "name_r"),
    _one_dropped("name_r", "name_l"),
    "length(name_l) = length(name_r) AND length(name_l) > 2 AND (left(name_l, -1) = left(name_r, -1)"
    " OR (left(name_l, 1) = left(name_r, 1) AND right(name_l, 1) = right(name_r, 1)))",
)


def _one_slip(one: str, other: str) -> str:
    """At most one wrong place or one swap of neighbours, for texts of one length. The cheap distance goes first."""
    return (
        f"(strlen({one}) = strlen({other}) AND CASE WHEN strlen({one}) <> strlen({other}) THEN false"
        f" WHEN hamming({one}, {other}) <= 1 THEN true"
        f" WHEN hamming({one}, {other}) = 2 THEN damerau_levenshtein({one}, {other}) <= 1 ELSE false END)"
    )


def _one_edit(one: str, other: str, like: float = 0.83) -> str:
    """At most one edit (Damerau), for texts of nearly one length."""
    return (
        f"(abs(strlen({one}) - strlen({other})) <= 1 AND jaro_winkler_similarity({one}, {other}) >= {like}"
        f" AND damerau_levenshtein({one}, {other}) <= 1)"
    )


_BORN_NEAR = _either(
    "left(birth_l, 4) = left(birth_r, 4) AND birth_l[5:6] = right(birth_r, 2) AND right(birth_l, 2) = birth_r[5:6]",
    _one_slip("birth_l", "birth_r"),
)


def _text(
    field: str, *, exact: tuple[float, float], near: tuple[float, float], part: tuple[float, float]
) -> Comparison:
    """Plain text: the same, nearly the same, one inside the other or alike, other."""
    one, other = f"{field}_l", f"{field}_r"
    shorter = f"least(length({one}), length({other}))"
    rest_m, rest_u = 1 - exact[0] - near[0] - part[0], 1 - exact[1] - near[1] - part[1]
    return Comparison(
        field,
        (field,),
        _null(field),
        (
            Level("same", _same(field), *exact, field),
            Level(
                "near",
                f"{shorter} >= 4 AND (jaro_winkler_similarity({one}, {other}) >= 0.94 OR {_one_edit(one, other)})",
                *near,
            ),
            Level(
                "part",
                f"({shorter} >= 2 AND (contains({one}, {other}) OR contains({other}, {one})))"
                f" OR jaro_winkler_similarity({one}, {other}) >= 0.85",
                *part,
            ),
            Level("other", "ELSE", rest_m, rest_u),
        ),
    )


def _western(field: str, swapped: str) -> Comparison:
    """A given name or a surname in letters."""
    one, other = f"{field}_l", f"{field}_r"
    return Comparison(
        field,
        (field,),
        _null(field),
        (
            Level("same", _same(field), 0.82, 0.004, field),
            Level("swapped", f"({one} = {swapped}_r OR {swapped}_l = {other})", 0.02, 0.0005),
            Level(
                "near",
                f"jaro_winkler_similarity({one}, {other}) >= 0.92 OR {_one_edit(one, other, 0.7)}",
                0.1,
                0.004,
            ),
            Level(
                "part",
                f"jaro_winkler_similarity({one}, {other}) >= 0.82 OR levenshtein({one}, {other}) <= 2"
                f" OR {one} = {other}[1:1] OR {other} = {one}[1:1]",
                0.04,
                0.04,
            ),
            Level("other", "ELSE", 0.02, 0.9515),
        ),
    )


_NAME = Comparison(
    "name",
    ("name",),
    _null("name"),
    (
        Level("same", _same("name"), 0.8, 0.0005, "name"),
        Level("former", "(name_l = name_other_r OR name_other_l = name_r OR name_other_l = name_other_r"
              " OR name_sound_l = name_other_r OR name_other_l = name_sound_r)", 0.02, 0.000005),
        Level("sound", _SOUND, 0.06, 0.0004, "name_sound"),
        Level("lost", "(name_l LIKE name_lost_r OR name_r LIKE name_lost_l)", 0.01, 0.0001),
        Level("looks", _LOOKS, 0.03, 0.0008),
        Level("order", _ORDER, 0.01, 0.0002),
        Level("sounds_nearly", _SOUNDS_NEARLY, 0.02, 0.002),
        Level("part", _PART, 0.03, 0.006),
        Level("family", "(name_family_l = name_family_r OR name_given_l = name_given_r)", 0.01, 0.03),
        Level("other", "ELSE", 0.01, 0.9605),
    ),
)  # fmt: skip

COMPARISONS: tuple[Comparison, ...] = (
    _NAME,
    _western("family_name", "given_name"),
    _western("given_name", "family_name"),
    Comparison(
        "sex",
        ("sex",),
        _null("sex"),
        (Level("same", _same("sex"), 0.99, 0.5, "sex"), Level("other", "ELSE", 0.01, 0.5)),
    ),
    Comparison(
        "birth_date",
        ("birth",),
        _null("birth"),
        (
            Level("same", "birth_l = birth_r AND right(birth_l, 2) <> '00'", 0.55, 0.00007, "birth"),
            Level("month", "left(birth_l, 6) = left(birth_r, 6) AND birth_l[5:6] <> '00'"
                  " AND (right(birth_l, 2) = '00' OR right(birth_r, 2) = '00')", 0.3, 0.002),
            Level("near", f"right(birth_l, 2) <> '00' AND right(birth_r, 2) <> '00' AND {_BORN_NEAR}", 0.06, 0.0008),
            Level("year", "left(birth_l, 4) = left(birth_r, 4) AND (birth_l[5:6] = '00' OR birth_r[5:6] = '00')", 0.05, 0.01),
            Level("other_month", "left(birth_l, 4) = left(birth_r, 4)", 0.02, 0.025),
            Level("near_year", "abs(try_cast(left(birth_l, 4) AS INTEGER) - try_cast(left(birth_r, 4) AS INTEGER)) <= 1"
                  " AND birth_l[5:6] = birth_r[5:6]", 0.01, 0.004),
            Level("other", "ELSE", 0.01, 0.95813),
        ),
    ),
    Comparison(
        "id_number",
        ("id_valid", "id_spoilt"),
        "(id_valid_l IS NULL AND id_valid_r IS NULL) OR (id_valid_l IS NULL AND id_spoilt_l IS NULL)"
        " OR (id_valid_r IS NULL AND id_spoilt_r IS NULL)"
        " OR (id_valid_l IS NULL AND levenshtein(id_spoilt_l, id_valid_r) > 2 AND left(id_spoilt_l, 15) <> left(id_valid_r, 15))"
        " OR (id_valid_r IS NULL AND levenshtein(id_valid_l, id_spoilt_r) > 2 AND left(id_valid_l, 15) <> left(id_spoilt_r, 15))",
        (
            Level("same", _same("id_valid"), 0.97, 0.0000005),
            Level("near", "(id_valid_l IS NULL OR id_valid_r IS NULL)", 0.02, 0.000005),
            Level("other", "ELSE", 0.01, 0.9999945),
        ),
    ),
    Comparison(
        "document",
        ("document",),
        _null("document"),
        (
            Level("same", _same("document"), 0.93, 0.000005, "document"),
            Level("near", _one_slip("document_l", "document_r"), 0.05, 0.00001),
            Level("other", "ELSE", 0.02, 0.999985),
        ),
    ),
    Comparison(
        "phone",
        ("phone",),
        _null("phone"),
        (
            Level("same", _either(_same("phone"), "phone_l = phone2_r", "phone2_l = phone_r"), 0.65, 0.00001, "phone"),
            Level("near", "length(phone_l) >= 8 AND " + _one_slip("phone_l", "phone_r"), 0.02, 0.00001),
            Level("other", "ELSE", 0.33, 0.99998),
        ),
    ),
    Comparison(
        "email",
        ("email",),
        _null("email"),
        (
            Level("same", _same("email"), 0.6, 0.00001, "email"),
            Level("user", "length(email_user_l) >= 4 AND email_user_l = email_user_r", 0.08, 0.0001, "email_user"),
            Level("near", "length(email_l) >= 8 AND " + _one_edit("email_l", "email_r", 0.9), 0.02, 0.00001),
            Level("other", "ELSE", 0.3, 0.99988),
        ),
    ),
    Comparison(
        "unit",
        ("unit",),
        _null("unit"),
        (
            Level("whole", _same("unit_whole"), 0.45, 0.001, "unit_whole"),
            Level("same", _same("unit"), 0.3, 0.004, "unit"),
            Level("part", "contains(unit_l, unit_r) OR contains(unit_r, unit_l)"
                  " OR unit_l LIKE unit_short_r OR unit_r LIKE unit_short_l"
                  " OR (strlen(unit_l) = length(unit_l) AND length(unit_l) > 3"
                  " AND jaro_winkler_similarity(unit_l, unit_r) >= 0.93)",
                  0.05, 0.01),
            Level("other", "ELSE", 0.2, 0.985),
        ),
    ),
    _text("title", exact=(0.7, 0.15), near=(0.05, 0.01), part=(0.1, 0.1)),
    _text("discipline", exact=(0.75, 0.03), near=(0.05, 0.01), part=(0.1, 0.06)),
    _text("address", exact=(0.65, 0.0005), near=(0.12, 0.001), part=(0.13, 0.05)),
    _text("postcode", exact=(0.8, 0.003), near=(0.1, 0.01), part=(0.03, 0.05)),
    _text("region", exact=(0.8, 0.05), near=(0.02, 0.01), part=(0.1, 0.05)),
)  # fmt: skip


def comparison_of(field: str) -> Comparison:
    """The comparison of a field; ``other_N`` is compared as text."""
    if field.startswith("other_"):
        return _text(field, exact=(0.75, 0.01), near=(0.12, 0.005), part=(0.05, 0.05))
    return next(one for one in COMPARISONS if one.field == field)


def comparisons_for(filled: Iterable[str], others: int) -> tuple[Comparison, ...]:
    """The comparisons whose columns are filled in the lists at hand, in their order."""
    present = set(filled)
    candidates = (*COMPARISONS, *(comparison_of(f"other_{n + 1}") for n in range(others)))
    return tuple(one for one in candidates if present.intersection(one.needs))
