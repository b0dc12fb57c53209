"""Form fields; heads and page numbers of tables."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString

from jinguo.site.components.pieces.base import piece, register


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
    return piece(
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
    return piece("pager", page=page, numbers=list(numbers), base=f"?{base}&" if base else "?", target=target)
