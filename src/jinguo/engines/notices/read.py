"""From text to draft: the grammars in their order, and what each found brought to one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jinguo.reasons import Reason

from . import calls, troubles
from .draft import Draft
from .fields import read_fields
from .forms import read_form
from .identity import Identity, read_identity
from .measures import measure_indices, path_of, read_measures
from .outline import Node, outline, split_inline
from .paragraphs import Paragraph, paragraphs
from .periods import amounts_in, periods_in
from .targets import targets_in
from .text import Found, lexicon
from .zones import annex_start

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
    items = split_inline(paragraphs(text))
    identity = read_identity(text, items)
    annex = annex_start(items, identity)
    body = [p for p in items[identity.head_end : annex] if not _signed(p, identity)]
    nodes = outline(body)
    kind = kind_of(identity, items, nodes)
    found: dict[str, list[Found]] = {key: [] for key in KEYS}
    contacts: dict[str, list[Found]] = {k: [] for k in ("persons", "phones", "emails", "addresses")}
    if kind == "form":
        form = read_form(text)
        identity = Identity(title=form.title)
        found["form_fields"], found["tables"] = form.fields, form.tables
    if kind == "policy":
        issuers = [str(f.data["value"]) for f in identity.issuers]
        found["measures"], found["rules"] = read_measures(nodes, body, issuers)
        found["sections"] = _sections(nodes, set(measure_indices(nodes)))
        found["targets"] = _other_targets(body, nodes, found["measures"])
        found["deadlines"] = calls.policy_deadlines(body, identity)
    elif kind == "call":
        found["sections"] = _call_sections(nodes)
        found["targets"] = _duties(body, nodes)
        found |= calls.read_call(body, nodes, identity)
        quotas = [quota.span for quota in found["quotas"]]
        found["targets"] = [t for t in found["targets"] if not _overlaps(t.span, quotas)]
        found["deadlines"] += calls.forwarding_deadlines(items[: identity.head_end], identity, items)
    if kind != "form":
        found["periods"], found["amounts"] = _times_and_sums(
            body, nodes, found, calls.year_of(identity, items)
        )
    if kind == "call":
        found["form_fields"] = read_fields(text, items, annex, identity)
    if kind != "form":
        contacts = calls.read_contacts(body)
    found = {key: [one for one in values if one.confidence >= LEAST_SURE] for key, values in found.items()}
    document, spans = _assembled(name, kind, identity, found, contacts)
    return Draft(document, spans, (*findings, *troubles.found_in(text, identity, nodes, found, kind)))


def _signed(paragraph: Paragraph, identity: Identity) -> bool:
    """Whether a paragraph belongs to the signature or to the note of annexes."""
    if re.match(r"附件?：", paragraph.s):
        return True
    at = paragraph.flow.at
    places = [f.span for f in (*identity.issuers, *identity.attachments)]
    if identity.issue_date:
        places.append(identity.issue_date.span)
    if not at or len(paragraph.flow) > 90:
        return False
    return any(at[0] <= a and b <= at[-1] + 1 and (b - a) * 2 > at[-1] - at[0] for a, b in places)


def kind_of(identity: Identity, items: Sequence[Paragraph], nodes: Sequence[Node]) -> str:
    """policy, call or form, by title, and by what the body speaks of."""
    title = str(identity.title.data["value"]) if identity.title else ""
    inner = str(identity.inner_title.data["value"]) if identity.inner_title else ""
    words = lexicon()["words"]
    sentences = sum(p.s.count("。") for p in items)
    if items and items[0].s.startswith("〔sheet〕"):
        return "form"
    if (
        sentences < 6
        and len(nodes) < 4
        and (re.search(r"表(?:（[^）]*）)?$", title) or sum(1 for p in items if p.cells) >= 3)
        and "通知" not in title
    ):
        return "form"
    if (
        sentences < 12
        and not identity.addressees
        and any(re.fullmatch(r".{2,30}(?:表|明细|复印件)", p.s) for p in items[:6])
    ):
        return "form"
    if items and sentences < 6 and all(p.cells for p in items):
        return "form"
    call = sum(2 for w in words["call_words"] if w in title)
    policy = sum(
        2
        for w in words["policy_genre"]
        if inner.endswith(w) or title.endswith((w, w + "的通知", w + "》的通知"))
    )
    whole = "".join(p.s for p in items[:400])
    call += sum(
        1
        for w in (
            "联系人",
            "名额",
            "截止",
            "报送材料",
            "申报表",
            "推荐表",
            "报名表",
            "一式",
            "申报条件",
            "推荐条件",
            "参赛",
            "评选条件",
            "公示",
        )
        if w in whole
    )
    policy += 2 * min(3, len(re.findall(r"责任单位|牵头单位|参与单位|负责）|负责部门|分工负责", whole))) + (
        1 if "印发" in title else 0
    )
    policy += 1 if re.search(r"保障措施|主要任务|重点任务|总体要求|工作目标", whole) else 0
    return "call" if call > policy else "policy"


def _sections(nodes: Sequence[Node], measures: set[int]) -> list[Found]:
    inside: set[int] = set()
    found = []
    for i, node in enumerate(nodes):
        if i in measures or node.parent in measures or node.parent in inside:
            inside.add(i)
            continue
        if node.heading is not None and node.style not in ("circle", "number_half", "number_bracket"):
            found.append(_section(nodes, i))
    return found


def _section(nodes: Sequence[Node], i: int) -> Found:
    node = nodes[i]
    heading = node.heading or node.start
    data = {"level": node.level, "number": node.number, "heading": heading.raw.strip("*")}
    return Found(data, heading.span(0, len(heading)), 0.95 if node.alone else 0.8)


def _call_sections(nodes: Sequence[Node]) -> list[Found]:
    """Headings of a call: alone on their lines, or opening most items of their list."""
    found = []
    for i, node in enumerate(nodes):
        if node.heading is None or node.style in ("circle", "number_half", "number_bracket"):
            continue
        if _heads(nodes, i):
            found.append(_section(nodes, i))
    return found


def _heads(nodes: Sequence[Node], i: int) -> bool:
    """Whether an item of a call is a heading: of the first level, or alone on its line among others of its kind."""
    node = nodes[i]
    heading = node.heading
    if heading is None or (node.alone and _reads_as_sentence(node)):
        return False
    if node.parent is None:
        return True
    siblings = [n for n in nodes if n.parent == node.parent and n.style == node.style]
    if len(heading) > 28 or re.match(r"\d|要|《|“", heading.s):
        return False
    if not node.alone:
        return _runs_in(nodes, node, siblings) and _parent_heads(nodes, node.parent)
    if any(_reads_as_sentence(n) or not n.alone for n in siblings) and (
        node.start.s[-1:] in ("。", "；") or not (node.body.s or node.children)
    ):
        return False
    if not node.body.s and not node.children:
        return False
    return _parent_heads(nodes, node.parent)


def _runs_in(nodes: Sequence[Node], node: Node, siblings: Sequence[Node]) -> bool:
    """Whether the short sentence that opens an item is its heading, as with all items of its list."""
    heading, above = node.heading, nodes[node.parent or 0].heading
    if heading is None or any(n.heading is None or _reads_as_sentence(n) for n in siblings):
        return False
    colon = node.start.s[len(heading) : len(heading) + 1] == "："
    if len(node.body) < 6 or (colon and (node.level > 2 or any(len(n.body) < 30 for n in siblings))):
        return False
    opened = [re.match(r"坚持|体现|按|对|请|不|严格|确保", n.heading.s) for n in siblings if n.heading]
    if any(opened) and len({m.group() if m else "" for m in opened}) > 1:
        return False
    return above is None or not re.search(r"材料|报送|作品要求|附件", above.s)


def _reads_as_sentence(node: Node) -> bool:
    """Whether an item is a sentence of a list and no heading."""
    if node.heading is None:
        return True
    closed = node.start.s[-1:] in ("。", "；") and node.alone
    if node.parent is None:
        return closed and len(node.start) > 24
    return closed and (len(node.start) > 16 or "，" in node.start.s)


def _parent_heads(nodes: Sequence[Node], i: int) -> bool:
    return nodes[i].heading is not None and (nodes[i].parent is None or _heads(nodes, i))


def _duties(body: Sequence[Paragraph], nodes: Sequence[Node]) -> list[Found]:
    """In a call: what those chosen have to do every year, under a heading of duties or aims."""
    found = []
    for index, paragraph in enumerate(body):
        above = max((i for i, node in enumerate(nodes) if node.first <= index), default=None)
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


def _other_targets(
    body: Sequence[Paragraph], nodes: Sequence[Node], measures: Sequence[Found]
) -> list[Found]:
    """Targets outside every measure: those of the document as a whole."""
    found = []
    for index, paragraph in enumerate(body):
        above = max((i for i, node in enumerate(nodes) if node.first <= index), default=None)
        for target in targets_in(paragraph.flow.cut(paragraph.body_at)):
            if not any(m.span[0] <= target.span[0] < m.span[1] for m in measures):
                found.append(
                    Found({**target.data, "section": path_of(nodes, above)}, target.span, target.confidence)
                )
    return found


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
        above = max((i for i, node in enumerate(nodes) if node.first <= index), default=None)
        number = nodes[above].number if above is not None else None
        flow = paragraph.flow.cut(paragraph.body_at)
        periods += [p for p in periods_in(flow, number, year) if not _overlaps(p.span, dated)]
        amounts += [a for a in amounts_in(flow, number) if not _overlaps(a.span, taken)]
    return periods, amounts


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


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
