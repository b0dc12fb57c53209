"""How an indicator stands on a day: what could be expected by now, what there is, and whether that is a reason to act.

A target is set for a year; officers look at it in the middle of the year. With no milestones the expectation grows with
the days gone by: a number that *adds up* (activities held) from 0 to its target, one that *stands* (a share, a stock) from
its baseline to its target. Milestones (a value by a date) replace the straight line by one through their points. A limit
(不超过) is kept while the number stays under the pace that would use it up.

The limits of "at risk" and "behind" are data of the plan (`Rules`), not law: 90 % and 70 % of the expectation are shipped,
the traffic lights that offices commonly use. A number that reached its target is reached, whatever the day.

>>> from decimal import Decimal
>>> standing = judge(Aim(Decimal(1000)), Decimal(400), elapsed=Decimal("0.5"))
>>> standing.code, standing.expected
('standing_at_risk', Decimal('500.00'))
>>> judge(Aim(Decimal(1000)), Decimal(1000), elapsed=Decimal("0.5")).code
'standing_reached'
"""

from jinguo.engines.progress.judging import (
    STANDINGS,
    Aim,
    Rules,
    Standing,
    elapsed_share,
    expectation,
    judge,
    worst,
)

__all__ = ["STANDINGS", "Aim", "Rules", "Standing", "elapsed_share", "expectation", "judge", "worst"]
