"""From text to draft: the grammars in their order, and what each found brought to one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jinguo.reasons import Reason

from . import troubles
from .calls import sections as calls
from .conditions.requirements import policy_conditions
from .draft import Draft
from .forms.cells import read_annexes, read_form
from .forms.fields import read_fields
from .heads.identity import Identity, read_identity
from .heads.kinds import kind_of
from .layout.headings import call_sections, policy_sections
from .layout.markup import without_markup
from .layout.outline import Node, item_above, outline, split_inline
from .layout.paragraphs import Paragraph, paragraphs
from .layout.pasted import pasted_tables, with_tabs, without
from .layout.tables import Table, read_tables, table_materials, table_quotas
from .layout.text import BELOW, BESIDE, Found, overlaps
from .layout.unnumbered import with_unnumbered
from .layout.zones import annex_start
from .policies.aims import leave_out_past, other_targets
from .policies.choosing import measure_indices
from .policies.figures import table_targets
from .policies.measures import read_measures
from .policies.periods import amounts_in, periods_in
from .policies.tabled import table_measures
from .policies.targets import targets_in

KEYS = (
    "sections",
    "measures",
    "targets",
    "rules",
    "deadlines",
    "quotas",
    "categories",
    "eligibility",
    "materials",
    "form_fields",
    "tables",
    "periods",
    "amounts",
)


LEAST_SURE = 0.5
"""What the reader is less sure of than this is left out of the draft."""


def read(text: str, name: str = "", findings: Sequence[Reason] = ()) -> Draft:
    """The draft of a document. Never raises on any text; what is missing stands among the findings."""
    if troubles.is_foreign(text):
        return _nothing_read(text, name, findings)
    text = with_tabs(without_markup(text))
    pasted = pasted_tables(text)
    items = with_unnumbered(split_inline(without(paragraphs(text), pasted)))
    identity = read_identity(text, items)
    annex = annex_start(items, identity)
    body = [p for p in items[identity.head_end : annex] if not _signed(p, identity)]
    nodes = outline(body)
    tables = [*pasted, *read_tables(text)]
    kind = "policy" if pasted else kind_of(identity, items, nodes)
    if kind == "form" and len(table_targets(tables)) > 1:
        kind = "policy"
    found: dict[str, list[Found]] = {key: [] for key in KEYS}
    contacts: dict[str, list[Found]] = {k: [] for k in ("persons", "phones", "emails", "addresses")}
    if kind == "form":
        form = read_form(text, [table.place for table in tables])
        identity = Identity(title=form.title)
        found["form_fields"], found["quotas"] = form.fields, table_quotas(tables)
        found["tables"] = [*form.tables, *(table.found() for table in tables)]
    else:
        read_body = _policy if kind == "policy" else _call
        read_body(body, nodes, identity, items, tables, found)
        found["tables"] = [table.found() for table in tables]
        year = calls.year_of(identity, items)
        found["periods"], found["amounts"] = _times_and_sums(body, nodes, found, year)
        contacts = calls.read_contacts(body)
    if kind == "call":
        found["form_fields"] = _fields_of_annexes(text, items, annex, identity, tables)
    if found["measures"] or _official(kind, identity, nodes):
        found = {key: [v for v in values if v.confidence >= LEAST_SURE] for key, values in found.items()}
    else:
        identity.issue_date, found = None, {key: [] for key in KEYS}
    found["deadlines"] = troubles.doubted(identity, found["deadlines"])
    document, spans = _assembled(name, kind, identity, found, contacts)
    told = (*troubles.of_length(text, findings), *troubles.found_in(text, identity, nodes, found, kind))
    return Draft(document, spans, (*findings, *told))


def _nothing_read(text: str, name: str, findings: Sequence[Reason]) -> Draft:
    """The draft of a text in another language, whose numbered lines and dates are not taken for anything."""
    found: dict[str, list[Found]] = {key: [] for key in KEYS}
    contacts: dict[str, list[Found]] = {k: [] for k in ("persons", "phones", "emails", "addresses")}
    document, spans = _assembled(name, "policy", Identity(), found, contacts)
    return Draft(document, spans, (*findings, *troubles.found_in(text, Identity(), [], found, "policy")))


def _policy(
    body: Sequence[Paragraph],
    nodes: Sequence[Node],
    identity: Identity,
    _: Sequence[Paragraph],
    tables: Sequence[Table],
    found: dict[str, list[Found]],
) -> None:
    """What a policy says."""
    issuers = [str(f.data["value"]) for f in identity.issuers]
    found["measures"], found["rules"] = read_measures(nodes, body, issuers)
    found["sections"] = policy_sections(nodes, set(measure_indices(nodes)))
    found["deadlines"] = calls.policy_deadlines(body, identity)
    found["eligibility"] = policy_conditions(body)
    if not any(measure.data["units"] for measure in found["measures"]):
        found["measures"] += table_measures(tables)
    found["targets"] = other_targets(body, nodes, found["measures"]) + table_targets(tables)
    leave_out_past(found, identity)


def _call(
    body: Sequence[Paragraph],
    nodes: Sequence[Node],
    identity: Identity,
    items: Sequence[Paragraph],
    tables: Sequence[Table],
    found: dict[str, list[Found]],
) -> None:
    """What a call says."""
    found["sections"] = call_sections(nodes)
    found |= calls.read_call(body, nodes, identity)
    quotas = [quota.span for quota in found["quotas"]]
    found["targets"] = [t for t in _duties(body, nodes) if not overlaps(t.span, quotas)]
    found["deadlines"] += calls.forwarding_deadlines(items[: identity.head_end], identity, items)
    found["quotas"] += table_quotas(tables)
    found["materials"] += table_materials(tables)


def _official(kind: str, identity: Identity, nodes: Sequence[Node]) -> bool:
    """Whether a text has anything of an official document: a novel has dates and numbers too, but they ask for nothing."""
    head = identity.title or identity.doc_number or identity.addressees or identity.issuers
    return kind == "form" or bool(head) or any(node.style not in ("chapter", "division") for node in nodes)


_PRINT_LINE = re.compile(
    r"[\u4e00-\u9fff（）]{2,40}?(?:19|20)\d\d年\d{1,2}月\d{1,2}日印(?:发|制)(?:（[^）]*）)?|（此件[^（）]{2,16}）|(?:抄送|抄报)：.*"
)
"""What GB/T 9704-2012, 7.4 puts at the foot of the last page."""


def _signed(paragraph: Paragraph, identity: Identity) -> bool:
    """Whether a paragraph belongs to the signature or to the note of annexes."""
    if re.match(r"附件?：", paragraph.s) or _PRINT_LINE.fullmatch(paragraph.s):
        return True
    at = paragraph.flow.at
    places = [f.span for f in (*identity.issuers, *identity.attachments)]
    if identity.issue_date:
        places.append(identity.issue_date.span)
    if not at or len(paragraph.flow) > 90:
        return False
    return sum(b - a for a, b in places if at[0] <= a and b <= at[-1] + 1) * 2 > at[-1] - at[0]


def _duties(body: Sequence[Paragraph], nodes: Sequence[Node]) -> list[Found]:
    """In a call: what those chosen have to do every year, under a heading of duties or aims."""
    found = []
    for index, paragraph in enumerate(body):
        above = item_above(nodes, index)
        titles = calls.titles_above(nodes, above)
        if re.search(r"职责|任务|考核|义务|培养|管理", titles) and not re.search(r"条件|标准|资格", titles):
            duty = re.search(r"职责|义务", titles) is not None
            found += [t for t in targets_in(paragraph.flow.cut(paragraph.body_at)) if _binds(t, duty)]
    return found


def _binds(target: Found, duty: bool) -> bool:
    """Whether a number in a call is a duty: so many every year or within years, or at least so many."""
    dated = bool(target.data["period"]) and re.search(r"年|季|月|学期", str(target.data["text"])) is not None
    if target.data["quantity"] in (None, 1):
        return dated and target.data["comparator"] != "increase"
    return bool(target.data["period"]) or (duty and target.data["comparator"] in ("at_least", "range"))


def _fields_of_annexes(
    text: str, items: Sequence[Paragraph], annex: int, identity: Identity, tables: Sequence[Table]
) -> list[Found]:
    """The fields of the forms behind a call: cell by cell where the loader kept the cells, else line by line."""
    skip = [table.place for table in tables]
    begin = items[annex].flow.at[0] if annex < len(items) and items[annex].flow.at else len(text)
    if any(mark in text[begin:] for mark in (BESIDE, BELOW)):
        listed = [str(f.data["value"]) for f in identity.attachments]
        return read_annexes(text, begin, listed, skip).fields
    return read_fields(text, items, annex, identity, skip)


def _times_and_sums(
    body: Sequence[Paragraph], nodes: Sequence[Node], found: dict[str, list[Found]], year: int | None
) -> tuple[list[Found], list[Found]]:
    """Spans of time that are no hand-in, and sums that are neither target nor quota."""
    aims = [t for m in found["measures"] for t, _ in m.data.get("_targets", ())]
    taken = [f.span for key in ("targets", "quotas") for f in found[key]] + aims
    dated = [f.span for f in found["deadlines"]] + [f.span for f in found["eligibility"]]
    periods: list[Found] = []
    amounts: list[Found] = []
    for index, paragraph in enumerate(body):
        if paragraph.cells:
            continue
        above = item_above(nodes, index)
        number = nodes[above].number if above is not None else None
        flow = paragraph.flow.cut(paragraph.body_at)
        periods += [p for p in periods_in(flow, number, year) if not overlaps(p.span, dated)]
        amounts += [a for a in amounts_in(flow, number) if not overlaps(a.span, taken)]
    return periods, amounts


def _assembled(
    name: str, kind: str, identity: Identity, found: dict[str, list[Found]], contacts: dict[str, list[Found]]
) -> tuple[dict[str, Any], dict[str, tuple[int, int, float]]]:
    document: dict[str, Any] = {"id": name, "kind_of_document": kind}
    spans: dict[str, tuple[int, int, float]] = {}
    for key in ("title", "inner_title", "doc_number", "issue_date"):
        value: Found | None = getattr(identity, key)
        document[key] = value.data["value"] if value else None
        if value:
            spans[f"/{key}"] = (*value.span, value.confidence)
    listed = {
        "issuers": identity.issuers,
        "addressees": identity.addressees,
        "attachments": identity.attachments,
    }
    for key, values in listed.items():
        document[key] = [v.data["value"] for v in values]
        spans |= {f"/{key}/{i}": (*v.span, v.confidence) for i, v in enumerate(values)}
    for key, values in {"cites": identity.cites, **found}.items():
        document[key] = []
        for i, value in enumerate(values):
            data = dict(value.data)
            spans[f"/{key}/{i}"] = (*value.span, value.confidence)
            for n, (place, sure) in enumerate(data.pop("_targets", ())):
                spans[f"/{key}/{i}/targets/{n}"] = (*place, sure)
            for n, (_, place) in enumerate(data.pop("_units", ())):
                spans[f"/{key}/{i}/units/{n}"] = (*place, 0.95)
            document[key].append(data)
    document["contacts"] = {kind_: [v.data["value"] for v in values] for kind_, values in contacts.items()}
    for kind_, values in contacts.items():
        spans |= {f"/contacts/{kind_}/{i}": (*v.span, v.confidence) for i, v in enumerate(values)}
    document["oddities"] = []
    return document, spans
