"""Make ``stroke-order.txt`` and ``stroke-kinds.txt`` anew from their two sources.

    python tools/stroke_data.py codepoint-character-sequence.txt all_word.json src/jinguo/standards/data

The first file is Conway Stroke Data (CC BY 4.0), the second comes from the package cn_sort 0.14.0 (MIT,
``cn_sort/res``). What is done is told in ``data/SOURCES.md``.
"""

from __future__ import annotations

import bisect
import itertools
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"U\+[0-9A-F]+!?\t(.)[\^*]?\t([1-5|()\\]+)")
_LOWEST, _HIGHEST = (0, ""), (99, "")

Choice = tuple[tuple[str, ...], str]
"""A bracket with its alternatives, and the one that was taken."""


@dataclass(frozen=True)
class Sequence:
    """One of the sequences of kinds that Conway allows for a character."""

    kinds: str
    choices: tuple[Choice, ...]

    @property
    def key(self) -> tuple[int, str]:
        return len(self.kinds), self.kinds


def read_conway(path: Path) -> dict[str, list[Sequence]]:
    """Character → its allowed sequences."""
    found = (_LINE.fullmatch(line) for line in path.read_text("utf-8").splitlines())
    return {match[1]: allowed(match[2]) for match in found if match}


def allowed(pattern: str) -> list[Sequence]:
    """The sequences of a pattern such as ``134(454|4454)`` or ``1(25|45)2\\1``."""
    parts = re.split(r"(\([^)]*\)|\\\d)", pattern)
    groups = [tuple(part[1:-1].split("|")) for part in parts if part.startswith("(")]
    sequences = []
    for taken in itertools.product(*groups):
        rest = iter(taken)
        kinds = "".join(
            next(rest) if part.startswith("(") else taken[int(part[1]) - 1] if part.startswith("\\") else part
            for part in parts
        )
        sequences.append(Sequence(kinds, tuple(zip(groups, taken, strict=True))))
    return sequences


def read_order(path: Path) -> dict[str, int]:
    """Character → place in cn_sort's order by strokes."""
    places: dict[str, int] = {}
    for entry in json.loads(path.read_text("utf-8"))["all_word"]:
        character = entry["chinese"]
        if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
            places.setdefault(character, entry["stroke_increment_level"])
    return places


def longest_rise(keys: list[tuple[int, str]]) -> list[int]:
    """Positions of a longest subsequence that never falls."""
    ends: list[tuple[int, str]] = []
    at: list[int] = []
    before: list[int] = []
    for position, key in enumerate(keys):
        place = bisect.bisect_right(ends, key)
        ends[place:] = [key, *ends[place + 1 :]]
        at[place:] = [position, *at[place + 1 :]]
        before.append(at[place - 1] if place else -1)
    rise, position = [], at[-1]
    while position >= 0:
        rise.append(position)
        position = before[position]
    return rise[::-1]


def choose(
    conway: Mapping[str, list[Sequence]], order: list[str]
) -> tuple[dict[str, str], set[str], list[str]]:
    """The sequence of every character; those that stand where no sequence fits; those of another count than
    their place."""
    single = [place for place, character in enumerate(order) if len(conway[character]) == 1]
    anchors = [single[i] for i in longest_rise([conway[order[place]][0].key for place in single])]
    fitting: dict[str, list[Sequence]] = {}
    misfits: set[str] = set()
    moved: list[str] = []
    votes: Counter[Choice] = Counter()
    for place, character in enumerate(order):
        before, after = bisect.bisect_left(anchors, place), bisect.bisect_right(anchors, place)
        low = conway[order[anchors[before - 1]]][0].key if before else _LOWEST
        high = conway[order[anchors[after]]][0].key if after < len(anchors) else _HIGHEST
        fits = [sequence for sequence in conway[character] if low <= sequence.key <= high]
        block = [sequence for sequence in conway[character] if low[0] <= sequence.key[0] <= high[0]]
        if len(fits) == 1:
            votes.update(fits[0].choices)
        if fits or block:
            fitting[character] = fits or block
        if block and not fits:
            misfits.add(character)
        if not block:
            moved.append(character)

    def usual(sequence: Sequence) -> float:
        return sum(
            votes[group, taken] / max(1, sum(votes[group, other] for other in group))
            for group, taken in sequence.choices
        )

    chosen = {
        character: max(fitting.get(character, conway[character]), key=usual).kinds for character in conway
    }
    return chosen, misfits, moved


def arrange(chosen: Mapping[str, str], placed: list[str], misfits: set[str]) -> dict[int, list[str]]:
    """Stroke count → characters: the placed ones in their order, the others inserted by their sequence."""
    blocks: dict[int, list[tuple[tuple[str, int, int], str]]] = defaultdict(list)
    highest: dict[int, str] = defaultdict(str)
    for place, character in enumerate(placed):
        count = len(chosen[character])
        if character not in misfits:
            highest[count] = max(highest[count], chosen[character])
        blocks[count].append(((highest[count], 0, place), character))
    known = set(placed)
    for character in chosen:
        if character not in known:
            blocks[len(chosen[character])].append(((chosen[character], 1, ord(character)), character))
    return {count: [character for _, character in sorted(blocks[count])] for count in sorted(blocks)}


def main(conway_file: str, order_file: str, folder: str) -> None:
    conway = read_conway(Path(conway_file))
    places = read_order(Path(order_file))
    order = sorted((character for character in places if character in conway), key=places.__getitem__)
    chosen, misfits, moved = choose(conway, order)
    away = set(moved)
    blocks = arrange(chosen, [character for character in order if character not in away], misfits)
    orders = "".join(f"{count}\t{''.join(characters)}\n" for count, characters in blocks.items())
    kinds = "".join(
        " ".join(chosen[character] for character in characters) + "\n" for characters in blocks.values()
    )
    (Path(folder) / "stroke-order.txt").write_text(orders, "utf-8")
    (Path(folder) / "stroke-kinds.txt").write_text(kinds, "ascii")
    print(
        f"{len(chosen)} characters, {len(misfits)} misfits, {len(moved)} of another count: {''.join(moved)}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
