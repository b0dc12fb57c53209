"""Texts into terms: words by jieba's dictionary, English words, and runs of two and three characters.

The dictionary is read once, when the first text is cut, for about a second; nothing is written to a cache file, and
nothing said on stderr. Short names of disciplines of GB/T 13745 are words too. New words are not guessed (no HMM), so
that a text is cut the same way everywhere; what the dictionary lacks is caught by the runs of characters.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from functools import cache
from typing import Any

from jinguo.standards.codes import code_list

__all__ = ["character_ngrams", "folded", "words"]

_RUNS = re.compile(r"[a-z][a-z0-9+#-]*|[㐀-鿿\U00020000-\U0003ffff]+")
_HAN_RUN = re.compile("[㐀-鿿\U00020000-\U0003ffff]+")
_SAY_NOTHING = (
    "以及 我们 他们 进行 通过 其中 由于 因此 并且 或者 已经 可以 对于 关于 同时 先后 曾经 各种 等等 一个 一种 一些 具有 为了 "
    "the and for with from that this are was were has have been its their into which using based of in on to by an as at is"
)
_LEFT_OUT = frozenset(_SAY_NOTHING.split())
_WEIGHT_OF_A_NAME = 200
"""The frequency with which names of disciplines stand in the dictionary; common words have thousands."""


def folded(text: str) -> str:
    """Half width, lower case, single blanks: the form in which texts and keywords are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(text: str) -> list[str]:
    """The words of a text; single characters and words that say nothing are left out.

    >>> words("稀土发光材料 and Luminescence")
    ['稀土', '发光', '材料', 'luminescence']
    """
    found: list[str] = []
    for run in _RUNS.findall(folded(text)):
        found += _tokenizer().cut(run, HMM=False) if _HAN_RUN.match(run) else [run]
    return [word for word in found if len(word) > 1 and word not in _LEFT_OUT]


def character_ngrams(text: str) -> list[str]:
    """Runs of two and three Chinese characters; English words whole.

    >>> character_ngrams("稀土材料 laser")
    ['稀土', '土材', '材料', '稀土材', '土材料', 'laser']
    """
    found: list[str] = []
    for run in _RUNS.findall(folded(text)):
        if not _HAN_RUN.match(run):
            found += [run] if len(run) > 1 and run not in _LEFT_OUT else []
            continue
        found += [run[at : at + size] for size in (2, 3) for at in range(len(run) - size + 1)]
    return found


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and asks for pkg_resources
        import jieba  # slow import, and its dictionary is slower: only when a text is cut
    tokenizer = jieba.Tokenizer()
    # What initialize() does, without the cache file in a directory that other users write to.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for entry in code_list("disciplines"):
        if _HAN_RUN.fullmatch(entry.name) and 2 <= len(entry.name) <= 4:
            tokenizer.add_word(entry.name, max(_WEIGHT_OF_A_NAME, tokenizer.FREQ.get(entry.name, 0)))
    return tokenizer
