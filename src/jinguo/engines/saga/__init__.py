"""Which of the seven objectives of the STI Gender Objectives List a measure serves, proposed from its words.

UNESCO's SAGA project (STEM and Gender Advancement, Working Paper 1, 2016) sorts policies for women in science by seven
objectives, so that plans of different places can be compared and gaps shown. A measure may serve several. The words that
speak for an objective are data (`words.toml`); a word that always comes with others is given with them. The proposal
names the words it rests on; a person confirms or declines it.

>>> [(found.objective, found.words) for found in propose("开展女科学家进校园活动，中小学校普及科学。")]
[('saga_2', ('中小学', '进校园'))]
"""

from jinguo.engines.saga.proposing import OBJECTIVES, Proposed, propose, uncovered

__all__ = ["OBJECTIVES", "Proposed", "propose", "uncovered"]
