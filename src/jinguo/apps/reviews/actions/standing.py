"""The figures of a nomination in a round, kept beside it so that lists sort by them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.criteria import counting_column
from jinguo.apps.reviews.models import Round, Standing
from jinguo.engines.scoring import counted, summary

VOTES = "votes"
"""The column that counts where a panel meeting voted."""


def refresh_standing(round_: Round, nomination: Nomination) -> Standing:
    """Work the figures of a nomination in a round out anew. Locks the nomination, so that two reviews never lose one another."""
    nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("call").get(pk=nomination.pk)
    )
    figures = summary(queries.totals_of(round_, [nomination.pk]).get(nomination.pk, []))
    wanted, trim_from = counting_column(nomination.call)
    column, score = counted(figures, wanted, trim_from=trim_from)
    counts = {"score": score, "column": column}
    if Standing.objects.filter(round=round_, nomination=nomination, column=VOTES).exists():
        counts = {}  # a panel has voted: marks that come in afterwards change nothing
    standing, _ = Standing.objects.update_or_create(
        round=round_,
        nomination=nomination,
        defaults={
            "reviews": figures.n,
            "mean": figures.mean,
            "trimmed_mean": figures.trimmed_mean,
            "median": figures.median,
            "spread": figures.sd,
            "range": figures.range,
            **counts,
        },
    )
    return standing


@transaction.atomic
def record_scores(*, round_: Round, scores: Mapping[int, Decimal | None], column: str = VOTES) -> None:
    """Write the scores that a panel meeting gave, by nomination: its round then ranks and passes on by them."""
    rows = list(round_.standings.filter(nomination__in=list(scores)).select_for_update())
    for row in rows:
        row.score, row.column = scores[row.nomination_id], column
    Standing.objects.bulk_update(rows, ["score", "column"], batch_size=500)
