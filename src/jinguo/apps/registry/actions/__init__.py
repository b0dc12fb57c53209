"""Every write of the registry, one module for each thing."""

from __future__ import annotations

from jinguo.apps.registry.actions import tiers
from jinguo.apps.registry.actions.adding import add_by_hand
from jinguo.apps.registry.actions.claiming import answer_claim, end_claim, offer, take_up, tie
from jinguo.apps.registry.actions.consenting import GUARDIAN_UNDER, agree, disagree, needs_guardian
from jinguo.apps.registry.actions.copying import ask_for_copy, reveal_to_herself
from jinguo.apps.registry.actions.correcting import propose_correction
from jinguo.apps.registry.actions.direct import clear_sensitive, let_go, take_in_persons, withdraw_consent
from jinguo.apps.registry.actions.erasing import (
    ask_erasure,
    carry_out_erasure,
    erase,
    outlook,
    refuse_erasure,
    take_back_erasure,
)
from jinguo.apps.registry.actions.exporting import ask_for_full_export, record_full_export
from jinguo.apps.registry.actions.honours import restore_honour, revoke_honour
from jinguo.apps.registry.actions.imports import (
    ask_to_stage,
    begin_import,
    correct_import,
    drop_import,
    plan_of_import,
    stage_import,
    stage_in_background,
)
from jinguo.apps.registry.actions.list_counts import count_list, tell_of_the_month
from jinguo.apps.registry.actions.lists import drop_search, keep_search, put_tag, take_tag
from jinguo.apps.registry.actions.match_reports import report_matching
from jinguo.apps.registry.actions.matching import ask_to_match, ask_to_match_import, match, match_import
from jinguo.apps.registry.actions.merging import merge, undo_merge
from jinguo.apps.registry.actions.pairs import (
    decide_case,
    decide_many,
    decide_pair,
    look_for_pairs,
    seen,
    set_limits,
    weigh_again,
)
from jinguo.apps.registry.actions.people import Added, add_entries, record_entry, withdraw_entries
from jinguo.apps.registry.actions.photos import (
    put_own_photo,
    put_photo,
    take_own_photo_away,
    take_photo_away,
)
from jinguo.apps.registry.actions.previewing import look_for_known
from jinguo.apps.registry.actions.reading import record_export, unmask
from jinguo.apps.registry.actions.records import give_consent, grant_honour, withdraw_consents
from jinguo.apps.registry.actions.renewing import still_right, still_right_of_herself
from jinguo.apps.registry.actions.splitting import split
from jinguo.apps.registry.actions.statements import answer_proposal, decide, state_fact, take_back
from jinguo.apps.registry.actions.taking_in import (
    ask_to_commit,
    commit_import,
    index_import,
    take_back_import,
)

__all__ = [
    "GUARDIAN_UNDER",
    "Added",
    "add_by_hand",
    "add_entries",
    "agree",
    "answer_claim",
    "answer_proposal",
    "ask_erasure",
    "ask_for_copy",
    "ask_for_full_export",
    "ask_to_commit",
    "ask_to_match",
    "ask_to_match_import",
    "ask_to_stage",
    "begin_import",
    "carry_out_erasure",
    "clear_sensitive",
    "commit_import",
    "correct_import",
    "count_list",
    "decide",
    "decide_case",
    "decide_many",
    "decide_pair",
    "disagree",
    "drop_import",
    "drop_search",
    "end_claim",
    "erase",
    "give_consent",
    "grant_honour",
    "index_import",
    "keep_search",
    "let_go",
    "look_for_known",
    "look_for_pairs",
    "match",
    "match_import",
    "merge",
    "needs_guardian",
    "offer",
    "outlook",
    "plan_of_import",
    "propose_correction",
    "put_own_photo",
    "put_photo",
    "put_tag",
    "record_entry",
    "record_export",
    "record_full_export",
    "refuse_erasure",
    "report_matching",
    "restore_honour",
    "reveal_to_herself",
    "revoke_honour",
    "seen",
    "set_limits",
    "split",
    "stage_import",
    "stage_in_background",
    "state_fact",
    "still_right",
    "still_right_of_herself",
    "take_back",
    "take_back_erasure",
    "take_back_import",
    "take_in_persons",
    "take_own_photo_away",
    "take_photo_away",
    "take_tag",
    "take_up",
    "tell_of_the_month",
    "tie",
    "tiers",
    "undo_merge",
    "unmask",
    "weigh_again",
    "withdraw_consent",
    "withdraw_consents",
    "withdraw_entries",
]
