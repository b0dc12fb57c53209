"""Characters that do not belong into a form: full-width figures, control characters, emoji."""

from __future__ import annotations

import unicodedata

import regex

from jinguo.standards.text import clean_text

_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}")


def fold_width(typed: str) -> str:
    """Full-width letters, figures and marks in half width (NFKC), for numbers, codes and addresses.

    >>> fold_width("４５－ａ")
    '45-a'
    """
    return unicodedata.normalize("NFKC", typed)


def count_controls(typed: str) -> int:
    """How many invisible characters :func:`~jinguo.standards.text.clean_text` takes out."""
    return sum(1 for c in typed if not c.isprintable() and c not in "\r\n" and not clean_text(c))


def find_emoji(typed: str) -> tuple[str, ...]:
    """The emoji of a text, each once, in order.

    >>> find_emoji("加油💪💪")
    ('💪',)
    """
    return tuple(dict.fromkeys(_EMOJI.findall(typed)))
