"""Exchange packages: what one organisation's registry gives to another, sealed to the receiver and signed by the giver.

A package is a zip of five parts: ``manifest.json`` (from whom, to whom, under which agreement, for what, which fields,
how many, the SHA-256 of each part), ``signature`` (Ed25519, RFC 8032, over the canonical manifest, RFC 8785),
``schema.json`` (JSON Schema of a line), ``people.jsonl.sealed`` and ``withdrawn.jsonl.sealed`` (JSON Lines, packed with
zlib and sealed in pieces with AES-256-GCM; their secret is sealed to the receiver with HPKE, RFC 9180). It holds the
fields that were agreed and no other, and never an ID number or an address. Every byte of the file is checked before a
line is believed, and what is wrong is answered with a code. Both sides work in constant memory.

The manifest names an agreement and counts its packages: one that was taken already, or an older one, is refused. Of
whoever withdrew her consent the next package says so in ``withdrawn``; ``ref`` is her name between the two and says
nothing elsewhere.

Sources: 个人信息保护法 (2021) 第二十三条 (giving to others: to whom, for what, by which consent), 五十一 (encryption);
RFC 8032, 8785, 9180; APPNOTE.TXT 6.3.10 (zip).

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> giver, taker = new_keys("甲市科协", "2026-10-12"), new_keys("乙市妇联", "2026-10-12")
>>> person = {"ref": "0" * 36, "as_of": "2026-10-12", "name": "王丽", "unit": "某大学"}
>>> said = Manifest("p1", "甲乙〔2026〕1号", 1, ("", ""), ("", ""), "registry_sharing", "2026-1", ("name", "unit"),
...                 "2026-10-12T09:00:00+08:00", "2027-10-12", 0, 0)
>>> with TemporaryDirectory() as folder:
...     path = Path(folder) / "one.jinguo.zip"
...     _ = write_package(path, said, own=giver, to=taker.card, people=[person], withdrawn=[])
...     with open_package(path, Expected([taker], [giver.card])) as package:
...         print([row["name"] for _, row in package.people()], package.findings())
['王丽'] []
"""

from __future__ import annotations

from jinguo.engines.exchange.keys import KeyCard, OwnKeys, new_keys
from jinguo.engines.exchange.manifest import Manifest
from jinguo.engines.exchange.packages import Expected, Package, open_package, write_package
from jinguo.engines.exchange.record import FIELDS, LISTS, SPELLS, TEXTS, schema

__all__ = [
    "FIELDS",
    "LISTS",
    "SPELLS",
    "TEXTS",
    "Expected",
    "KeyCard",
    "Manifest",
    "OwnKeys",
    "Package",
    "new_keys",
    "open_package",
    "schema",
    "write_package",
]
