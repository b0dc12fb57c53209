"""Every write of the registry, one module for each thing."""

from __future__ import annotations

from jinguo.apps.registry.actions.honours import restore_honour, revoke_honour
from jinguo.apps.registry.actions.imports import (
    ask_to_commit,
    ask_to_stage,
    begin_import,
    commit_import,
    correct_import,
    drop_import,
    plan_of_import,
    stage_import,
    take_back_import,
)
from jinguo.apps.registry.actions.lists import count_list, drop_search, keep_search, put_tag, take_tag
from jinguo.apps.registry.actions.merging import merge, undo_merge
from jinguo.apps.registry.actions.pairs import decide_pair, look_for_pairs
from jinguo.apps.registry.actions.people import Added, add_entries, record_entry, withdraw_entries
from jinguo.apps.registry.actions.reading import record_export, unmask
from jinguo.apps.registry.actions.records import give_consent, grant_honour, withdraw_consents
from jinguo.apps.registry.actions.rights import (
    ask_for_erasure,
    copy_of,
    erase,
    make_link,
    withdraw_own_consent,
)
from jinguo.apps.registry.actions.statements import answer_proposal, decide, state_fact, take_back

__all__ = [
    "Added",
    "add_entries",
    "answer_proposal",
    "ask_for_erasure",
    "ask_to_commit",
    "ask_to_stage",
    "begin_import",
    "commit_import",
    "copy_of",
    "correct_import",
    "count_list",
    "decide",
    "decide_pair",
    "drop_import",
    "drop_search",
    "erase",
    "give_consent",
    "grant_honour",
    "keep_search",
    "look_for_pairs",
    "make_link",
    "merge",
    "plan_of_import",
    "put_tag",
    "record_entry",
    "record_export",
    "restore_honour",
    "revoke_honour",
    "stage_import",
    "state_fact",
    "take_back",
    "take_back_import",
    "take_tag",
    "undo_merge",
    "unmask",
    "withdraw_consents",
    "withdraw_entries",
    "withdraw_own_consent",
]
