"""Builds the icon sprite from the names in tools/icons.txt.

    npm pack @tabler/icons && tar xzf tabler-icons-*.tgz
    python tools/icons.py package

The folder is the unpacked package. Names that the package lacks are listed and nothing is written.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPRITE = HERE.parent / "src/jinguo/site/static/icons.svg"
NOTHING_DRAWN = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def names() -> list[str]:
    lines = (HERE / "icons.txt").read_text("utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def source(package: Path, name: str) -> Path:
    folder, plain = (
        ("filled", name.removesuffix("-filled")) if name.endswith("-filled") else ("outline", name)
    )
    return package / "icons" / folder / f"{plain}.svg"


def symbol(name: str, svg: str) -> str:
    """One `<symbol>` with the paths of the icon; stroke and fill come from the page's style."""
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", svg, flags=re.DOTALL).replace(NOTHING_DRAWN, "")
    inner = re.sub(r"\s+", " ", inner).replace("> <", "><").strip()
    solid = ' fill="currentColor" stroke="none"' if name.endswith("-filled") else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24"{solid}>{inner}</symbol>'


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    package = Path(arguments[0])
    missing = [name for name in names() if not source(package, name).exists()]
    if missing:
        print("not in the package: " + ", ".join(missing), file=sys.stderr)
        return 1
    symbols = "\n".join(symbol(name, source(package, name).read_text("utf-8")) for name in names())
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', "utf-8")
    print(f"{len(names())} icons, {SPRITE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
