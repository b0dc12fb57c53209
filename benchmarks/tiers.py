"""An officer's yes to many proposed tiers: one by one and all at once, seconds of the processor for a proposal.

    DATABASE_URL=sqlite:////tmp/measure/t.sqlite3 python benchmarks/tiers.py --persons 4000

The database is an empty one with its tables made. Everybody has an honour that leads into the reserves; half of the proposals are
confirmed one by one, the others together. Appends to `results/tiers.md` what is printed.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results" / "tiers.md"


def proposals(persons: int) -> tuple[list[Any], Any]:
    """Invented persons weighed by a scheme of one tier: what waits for a word, and whose word it is."""
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Membership, Organisation
    from jinguo.apps.registry import actions
    from jinguo.apps.registry.actions import tiers
    from jinguo.apps.registry.models import TierProposal
    from jinguo.engines.rosters import PersonRow
    from jinguo.engines.tiers import Scheme

    keeper = Organisation.objects.create(name="基准妇联", kind=kinds.SOCIETY)
    officer = User.objects.create_user("bench", "bench@example.org", "long-enough-Passw0rd", name="测试")
    Membership.objects.create(user=officer, organisation=keeper, role=kinds.OFFICER)
    rows = [
        PersonRow(f"王{n}", honours=("2025年全国三八红旗手",), unit=f"单位{n % 90}") for n in range(persons)
    ]
    actions.add_entries(rows, source="list:1", organisation=keeper, by=officer)
    scheme = Scheme.from_toml("""
        title = "层次"
        [[tiers]]
        code = "backbone"
        name = "骨干人才"
        needs = [{ id = "h", kind = "count", fact = "honours", levels = ["national", "provincial"] }]
        """)
    draft = tiers.draft_scheme(organisation=keeper, scheme=scheme, by=officer)
    tiers.try_out(draft=draft)
    draft.refresh_from_db()
    tiers.weigh(scheme=tiers.put_in_force(draft=draft, by=officer))
    return list(TierProposal.objects.filter(organisation=keeper).order_by("pk")), officer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=4_000)
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
    import django

    django.setup()
    from django.db import connection

    from jinguo.apps.registry.actions import tiers

    found, officer = proposals(given.persons)
    half = len(found) // 2

    def one_by_one() -> None:
        for proposal in found[:half]:
            tiers.confirm(proposal=proposal, by=officer)

    def together() -> None:
        tiers.confirm_all(proposals=found[half:], by=officer)

    lines = []
    for name, work, count in (
        ("one by one", one_by_one, half),
        ("all at once", together, len(found) - half),
    ):
        cpu, wall = time.process_time(), time.monotonic()
        work()
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        lines.append(
            f"| {count:,} | {connection.vendor} | {name} | {cpu:.1f} | {wall:.1f} | {cpu / count * 1000:.1f} |"
        )
        print(lines[-1], flush=True)
    if not given.no_write:
        with RESULTS.open("a", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
