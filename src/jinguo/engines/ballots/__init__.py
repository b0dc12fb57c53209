"""Votes of a panel: approve, against, abstain with quorum and threshold, in rounds; or ranked choice.

Problem: a vote must come out the same for everyone who counts the ballots again. So every share is an exact
fraction (2/3 of 9 is 6, never 6.0000001), every rule is data (:class:`BallotRules`), and every candidate gets
her counts and a reason. The engine sees ballots without names: who voted is known elsewhere, what is not known
anywhere.

Terms: 等额 as many candidates as seats, 差额 more candidates than seats · 赞成、反对、弃权 · 应到 members,
实到 present · 废票 an invalid ballot (it approves of more than there are seats) · 另行选举 a further round for the
seats left open · 再次投票 a run-off among those with equal votes.

Sources of the pattern: 选举法 (2020) Articles 44 and 45 (more ballots than voters: the vote is void; more names than
seats: the ballot is void; equal votes at the last seat: vote again among the equal; seats left open: another vote);
quorum and thresholds as calls state them. Ranked choice: single transferable vote by the Scottish Local Government
Elections Order 2007 (SSI 2007/42), Schedule 1, rules 46 to 52.

>>> rules = BallotRules.from_toml('''
... seats = 1
... [quorum]
... at_least = "2/3"
... of = "members"
... [threshold]
... more_than = "1/2"
... of = "present"
... ''')
>>> ballots = [Ballot({"甲": "approve", "乙": "against"})] * 4 + [Ballot({"甲": "against", "乙": "approve"})] * 2
>>> outcome = count(["甲", "乙"], [ballots], rules, Meeting(members=9, present=(6,)))
>>> outcome.state, outcome.elected
('complete', ('甲',))
>>> outcome.rounds[0].rows[1].verdict.reasons[0].code
'vote_below_threshold'
"""

from jinguo.engines.ballots.approval import Row, Turn, count_round
from jinguo.engines.ballots.ballot import Ballot, Ranking, approval_ballots, ranked_ballots
from jinguo.engines.ballots.ranked import RankedOutcome, Stage, count_ranked
from jinguo.engines.ballots.rounds import Outcome, count
from jinguo.engines.ballots.rules import BallotRules, Meeting, Share
from jinguo.engines.ballots.slips import count_slips

__all__ = [
    "Ballot",
    "BallotRules",
    "Meeting",
    "Outcome",
    "RankedOutcome",
    "Ranking",
    "Row",
    "Share",
    "Stage",
    "Turn",
    "approval_ballots",
    "count",
    "count_ranked",
    "count_round",
    "count_slips",
    "ranked_ballots",
]
