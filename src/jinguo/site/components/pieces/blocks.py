"""Pieces that hold content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jinguo.site.components.pieces.base import fresh_id, piece, register


@register.simple_block_tag(end_name="endpage_header")
def page_header(content: str, title: str, sub: str = "", badge: str = "") -> SafeString:
    """The head of a page; its content are the buttons. Mostly base.html's `heading` and `actions` do."""
    return piece("page_header", title=title, sub=sub, badge=badge, content=content)


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
    return piece(
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
        heading_id=(id and f"{id}-heading") or fresh_id("card"),
    )


@register.simple_block_tag(end_name="endalert")
def alert(
    content: str, tone: str = "blue", title: str = "", icon: str = "", live: bool = False
) -> SafeString:
    """A note on the page. Tones: blue (good to know), green, amber (mind), red (is wrong), grey, accent."""
    icons = {"green": "circle-check", "amber": "alert-triangle", "red": "alert-octagon"}
    return piece(
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
    return piece("dialog", content=content, id=id, title=title)


@register.simple_block_tag(end_name="endfilter_bar", takes_context=True)
def filter_bar(
    context: template.Context, content: str, form: Any = None, target: str = "", label: str = ""
) -> SafeString:
    """`{% filter_bar form=filter.form %}further controls{% endfilter_bar %}`: a GET form.

    `target` (a selector such as `#list`) makes it quick with htmx.
    """
    request = context.get("request")
    query = request.GET if request else {}
    return piece(
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
    return piece("bulk_bar", content=content, table=table)


@register.simple_block_tag(end_name="enddefinitions")
def definitions(content: str, wide: bool = False) -> str:
    """A list of label and value; inside: `{% definition "label" %}value{% enddefinition %}`."""
    return format_html('<dl class="facts{}">{}</dl>', " facts-wide" if wide else "", content)


@register.simple_block_tag(end_name="enddefinition")
def definition(content: str, label: str) -> SafeString:
    return piece("definition", label=label, value=SafeString(content.strip()))


@register.simple_tag
def definition_list(items: Iterable[tuple[str, object]], wide: bool = False) -> SafeString:
    """`{% definition_list pairs %}`: the same from a list of (label, value)."""
    return piece("definition_list", items=list(items), wide=wide)


@register.simple_block_tag(end_name="endempty_state")
def empty_state(content: str, title: str, icon: str = "inbox", text: str = "", level: int = 2) -> SafeString:
    """What to show where nothing is: a sentence, and as content the button of the next step."""
    return piece(
        "empty_state", content=SafeString(content.strip()), title=title, icon=icon, text=text, level=level
    )
