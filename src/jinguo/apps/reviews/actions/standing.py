"""The figures of a nomination, kept beside it so that lists sort by them."""

from __future__ import annotations

from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.criteria import counting_column
from jinguo.apps.reviews.models import Standing
from jinguo.engines.scoring import counted, summary


def refresh_standing(nomination: Nomination) -> Standing:
    """Work the figures of a nomination out anew. Locks the nomination, so that two reviews never lose one another."""
    nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("call").get(pk=nomination.pk)
    )
    figures = summary(queries.totals_of([nomination.pk]).get(nomination.pk, []))
    wanted, trim_from = counting_column(nomination.call)
    column, score = counted(figures, wanted, trim_from=trim_from)
    standing, _ = Standing.objects.update_or_create(
        nomination=nomination,
        defaults={
            "reviews": figures.n,
            "mean": figures.mean,
            "trimmed_mean": figures.trimmed_mean,
            "median": figures.median,
            "spread": figures.sd,
            "range": figures.range,
            "score": score,
            "column": column,
        },
    )
    return standing
