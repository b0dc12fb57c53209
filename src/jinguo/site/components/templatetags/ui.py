"""The named pieces of the look, as template tags. They are builtins: no `{% load %}` is needed.

Every piece stands in the gallery (`/gallery/`) in all its states. Blocks (`card`, `alert`, `dialog`, …)
take content and end with `{% end… %}`; the others print a template of `templates/components/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jinguo import phrases
from jinguo.apps import clock
from jinguo.reasons import Reason, Verdict
from jinguo.site.components import states

register = template.Library()

_ids = count(1)


def _fresh_id(kind: str) -> str:
    return f"{kind}-{next(_ids)}"


def _piece(name: str, /, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


def _language() -> str:
    return get_language() or "zh-hans"


# ---------- words ----------
@register.filter
def term(code: object) -> str:
    """`{{ nomination.state|term }}`: the word of a code in the page's language."""
    return phrases.term(str(code or ""), _language())


@register.filter
def say(reason: Reason | Mapping[str, object] | None) -> str:
    """`{{ reason|say }}`: the sentence of a Reason (or of its stored form) in the page's language."""
    if reason is None:
        return ""
    return phrases.say(reason if isinstance(reason, Reason) else Reason.from_json(reason), _language())


@register.filter
def moment(at: datetime | None, zone: str = "") -> str:
    """A point in time in words; midnight is 24:00 of the day before, as deadlines are written."""
    if at is None:
        return ""
    return phrases.written(
        at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone()), "moment", _language()
    )


@register.filter
def bytes_in_words(size: int | None) -> str:
    """`{{ file.size|bytes_in_words }}`: 1.4 MB."""
    return "" if size is None else phrases.written(size, "bytes", _language())


@register.filter
def duration(seconds: object) -> str:
    """`{{ video.seconds|duration }}`: 1 分 30 秒."""
    return "" if seconds is None else phrases.written(seconds, "duration", _language())


# ---------- icons, badges ----------
@cache
def icon_names() -> frozenset[str]:
    sprite = finders.find("icons.svg") or ""
    return (
        frozenset(re.findall(r'<symbol id="([^"]+)"', Path(sprite).read_text("utf-8")))
        if sprite
        else frozenset()
    )


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> str:
    """`{% icon "check" %}` beside a word; with `label` where the icon stands alone. Sizes: sm, lg, xl."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=2000)  # a list shows hundreds of the same few
def _icon(name: str, label: str, size: str) -> str:
    if name not in icon_names():
        name = "point"
    css = f"icon icon-{size}" if size else "icon"
    url = static("icons.svg")
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, label, url, name
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, url, name)


@register.simple_tag
def badge(
    state: object = "", text: str = "", tone: str = "", icon: str = "", plain: bool = False
) -> SafeString:
    """`{% badge call.state %}`: colour, icon and word of a state.

    `text`, `tone` and `icon` say otherwise; `plain` has no icon.
    """
    return _badge(str(state or ""), str(text), tone, icon, plain, _language())


@lru_cache(maxsize=2000)
def _badge(code: str, text: str, tone: str, icon: str, plain: bool, language: str) -> SafeString:
    look = states.of(code)
    return _piece(
        "badge",
        text=text or phrases.term(code, language),
        tone=tone or look.tone,
        icon="" if plain else icon or look.icon,
        code=code,
    )


@register.simple_tag
def reasons(found: Verdict | Iterable[Any] | None, style: str = "") -> SafeString:
    """`{% reasons verdict %}` or a list of Reason: sentences, each with its severity. style: card."""
    listed = found.reasons if isinstance(found, Verdict) else found or ()
    typed = [r if isinstance(r, Reason) else Reason.from_json(r) for r in listed]
    rows = [(r, states.SEVERITIES.get(r.severity, states.UNKNOWN), say(r)) for r in typed]
    return _piece("reasons", rows=rows, style=style)


# ---------- blocks ----------
@register.simple_block_tag(end_name="endpage_header")
def page_header(content: str, title: str, sub: str = "", badge: str = "") -> SafeString:
    """The head of a page; its content are the buttons. Mostly base.html's `heading` and `actions` do."""
    return _piece("page_header", title=title, sub=sub, badge=badge, content=content)


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    title: str = "",
    icon: str = "",
    sub: str = "",
    flush: bool = False,
    id: str = "",
    level: int = 2,
    css: str = "",
    link: str = "",
    link_text: str = "",
) -> SafeString:
    """`{% card title="…" icon="users" %}…{% endcard %}`. `flush` leaves out the padding (tables, lists)."""
    return _piece(
        "card",
        content=content,
        title=title,
        icon=icon,
        sub=sub,
        flush=flush,
        id=id,
        level=level,
        css=css,
        link=link,
        link_text=link_text,
        heading_id=(id and f"{id}-heading") or _fresh_id("card"),
    )


@register.simple_block_tag(end_name="endalert")
def alert(
    content: str, tone: str = "blue", title: str = "", icon: str = "", live: bool = False
) -> SafeString:
    """A note on the page. Tones: blue (good to know), green, amber (mind), red (is wrong), grey, accent."""
    icons = {"green": "circle-check", "amber": "alert-triangle", "red": "alert-octagon"}
    return _piece(
        "alert",
        content=content,
        tone=tone,
        title=title,
        icon=icon or icons.get(tone, "info-circle"),
        live=live,
    )


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog; any `<button type="button" data-opens="ID">` opens it."""
    return _piece("dialog", content=content, id=id, title=title)


@register.simple_block_tag(end_name="endfilter_bar", takes_context=True)
def filter_bar(
    context: template.Context, content: str, form: Any = None, target: str = "", label: str = ""
) -> SafeString:
    """`{% filter_bar form=filter.form %}further controls{% endfilter_bar %}`: a GET form.

    `target` (a selector such as `#list`) makes it quick with htmx.
    """
    request = context.get("request")
    query = request.GET if request else {}
    return _piece(
        "filter_bar",
        content=content,
        form=form,
        target=target,
        label=label,
        path=request.path if request else "",
        sort=query.get("sort", ""),
        active=any(value for key, value in query.items() if key not in {"sort", "page"}),
    )


@register.simple_block_tag(end_name="endbulk_bar")
def bulk_bar(content: str, table: str = "") -> SafeString:
    """What can be done with the ticked rows (`<input class="pick" type="checkbox" name="chosen" form=…>`)."""
    return _piece("bulk_bar", content=content, table=table)


@register.simple_block_tag(end_name="enddefinitions")
def definitions(content: str, wide: bool = False) -> str:
    """A list of label and value; inside: `{% definition "label" %}value{% enddefinition %}`."""
    return format_html('<dl class="facts{}">{}</dl>', " facts-wide" if wide else "", content)


@register.simple_block_tag(end_name="enddefinition")
def definition(content: str, label: str) -> SafeString:
    return _piece("definition", label=label, value=SafeString(content.strip()))


@register.simple_tag
def definition_list(items: Iterable[tuple[str, object]], wide: bool = False) -> SafeString:
    """`{% definition_list pairs %}`: the same from a list of (label, value)."""
    return _piece("definition_list", items=list(items), wide=wide)


@register.simple_block_tag(end_name="endempty_state")
def empty_state(content: str, title: str, icon: str = "inbox", text: str = "", level: int = 2) -> SafeString:
    """What to show where nothing is: a sentence, and as content the button of the next step."""
    return _piece(
        "empty_state", content=SafeString(content.strip()), title=title, icon=icon, text=text, level=level
    )


# ---------- buttons ----------
@register.simple_tag
def button(
    url: str,
    label: str,
    icon: str = "",
    style: str = "",
    size: str = "",
    verdict: Verdict | None = None,
    new_tab: bool = False,
) -> SafeString:
    """A link that looks like a button. style: primary, danger, quiet. A negative `verdict` says why not."""
    return _piece(
        "button",
        url=url,
        label=label,
        icon=icon,
        css=_button_css(style, size),
        new_tab=new_tab,
        **_why_not(verdict),
    )


@register.simple_tag(takes_context=True)
def action_button(
    context: template.Context,
    url: str,
    label: str,
    icon: str = "",
    style: str = "",
    size: str = "",
    confirm: str = "",
    confirm_title: str = "",
    verdict: Verdict | None = None,
    name: str = "",
    value: str = "",
    fields: Mapping[str, object] | None = None,
    next: str = "",
    block: bool = False,
) -> SafeString:
    """A button that does something: a POST form of its own, guarded against double clicks.

    With `confirm` (a sentence) a dialog asks first; without scripts a tick does. With a negative `verdict`
    the button is off and its reasons stand below.
    """
    hidden = dict(fields or {}) | ({name: value} if name else {}) | ({"next": next} if next else {})
    return _piece(
        "action_button",
        url=url,
        label=label,
        icon=icon,
        css=_button_css(style, size),
        danger=style == "danger",
        confirm=confirm,
        confirm_title=confirm_title or label,
        fields=hidden,
        block=block,
        csrf_token=context.get("csrf_token", ""),
        id=_fresh_id("ask"),
        **_why_not(verdict),
    )


def _button_css(style: str, size: str) -> str:
    return " ".join(["btn", *(f"btn-{part}" for part in (style, size) if part)])


def _why_not(verdict: Verdict | None) -> dict[str, Any]:
    off = verdict is not None and not verdict.ok
    return {
        "off": off,
        "why": [say(r) for r in verdict.reasons] if off else [],
        "why_id": _fresh_id("why"),
    }


# ---------- forms ----------
@register.simple_tag
def field(bound: Any, label: str = "", help: str = "") -> SafeString:
    """`{% field form.name %}`: label, help, control, word counter and errors of any form field."""
    if label:
        bound.label = label
        bound.field.widget.attrs.pop("placeholder", None)
    if help:
        bound.help_text = help
    return SafeString(bound.as_field_group())


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    """Everything of a form but the `<form>` and its buttons: what is wrong with the whole first."""
    return SafeString(form.render())


# ---------- tables ----------
@register.simple_tag(takes_context=True)
def sortable_header(
    context: template.Context, label: str, key: str, numeric: bool = False, target: str = ""
) -> SafeString:
    """A `<th>` that sorts by `?sort=key`, and by `?sort=-key` when followed again."""
    request = context["request"]
    now = request.GET.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if direction == "ascending" else key
    return _piece(
        "sortable_header",
        label=label,
        direction=direction,
        url=f"?{query.urlencode()}",
        numeric=numeric,
        target=target,
    )


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page, target: str = "") -> SafeString:
    """Page numbers and "1-50 of 2,000" below a list; keeps filters and order."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    base = query.urlencode()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return _piece("pager", page=page, numbers=list(numbers), base=f"?{base}&" if base else "?", target=target)


# ---------- small pieces ----------
@register.simple_tag
def stat(
    label: str, value: object, hint: str = "", icon: str = "", url: str = "", tone: str = "", unit: str = ""
) -> SafeString:
    """One number with its name, in a card."""
    return _piece("stat", label=label, value=value, hint=hint, icon=icon, url=url, tone=tone, unit=unit)


@register.simple_tag
def progress(done: int, total: int, label: str = "", id: str = "") -> SafeString:
    """How much of how much, as a bar and as numbers."""
    percent = round(100 * done / total) if total else 0
    return _piece(
        "progress", done=done, total=total, label=label, percent=percent, id=id or _fresh_id("progress")
    )


@register.simple_tag
def timeline(entries: Iterable[Mapping[str, Any]]) -> SafeString:
    """A history, newest first: mappings with `at`, `text`, and optionally `by`, `icon`, `tone`, `more`."""
    return _piece("timeline", entries=list(entries))


register.simple_tag(timeline, name="history")


@register.simple_tag
def steps(entries: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Where something stands: mappings with `label`, `state` (done, current, todo); also `when`, `url`."""
    return _piece("steps", entries=list(entries), label=label)


@register.simple_tag
def tabs(entries: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Neighbouring pages: mappings with `label`, `url`, and optionally `current`, `count`, `icon`."""
    return _piece("tabs", entries=list(entries), label=label)


@register.simple_tag
def avatar(name: str, photo: str = "", size: str = "", sub: str = "", with_name: bool = False) -> SafeString:
    """A face: the photo, or the first character of the name on a tint of its own. Sizes: sm, lg, xl."""
    tones = ("accent", "blue", "green", "amber", "violet", "grey")
    tone = tones[sum(map(ord, name)) % len(tones)] if name else "grey"
    return _piece(
        "avatar",
        name=name,
        first=name[:1].upper(),
        photo=photo,
        size=size,
        tone=tone,
        sub=sub,
        with_name=with_name,
    )


@register.simple_tag(takes_context=True)
def masked(context: template.Context, shown: str, unmask: str = "", what: str = "") -> SafeString:
    """A value shown in part; `unmask` is the address whose POST shows all of it and records that it did."""
    return _piece(
        "masked",
        shown=shown,
        unmask=unmask,
        what=what,
        csrf_token=context.get("csrf_token", ""),
        id=_fresh_id("masked"),
    )


@register.simple_tag
def deadline(
    at: datetime | date | None, label: str = "", zone: str = "", with_left: bool = True
) -> SafeString:
    """A moment in words and what is left until then, by the server's clock.

    A date alone means the end of that day.
    """
    if at is None:
        return SafeString("")
    whole_day = not isinstance(at, datetime)
    here = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    moment = datetime.combine(at + timedelta(days=1), time(), tzinfo=here) if whole_day else at
    left = moment - clock.now()
    return _piece(
        "deadline",
        at=at,
        words=phrases.written(at, "date", _language())
        if whole_day
        else phrases.written(moment.astimezone(here), "moment", _language()),
        iso=moment.isoformat(),
        past=left <= timedelta(0),
        near=timedelta(0) < left < timedelta(days=3),
        days=max(left.days, 0),
        hours=max(left.seconds // 3600, 0),
        minutes=max(left.seconds % 3600 // 60, 0),
        label=label,
        with_left=with_left,
    )


@register.simple_tag
def breadcrumbs(trail: Iterable[tuple[str, str]]) -> SafeString:
    """Where this page is, from a list of (label, url); the last one is this page and has no url."""
    return _piece("crumbs", trail=list(trail))


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """`{% crumbs "Selections" list_url call.title %}`: the same written out; an odd last part is here."""
    pairs = list(zip(parts[::2], [*parts[1::2], ""] if len(parts) % 2 else parts[1::2], strict=True))
    return _piece("crumbs", trail=pairs)
