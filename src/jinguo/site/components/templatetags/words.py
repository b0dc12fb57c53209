"""Django's tags for translating, with a quicker `{% translate "…" %}` for words that stand in a template.

A list says the same words on every row (`data-label`). Django looks each of them up, every time; here a word that is
written out in the template is looked up once in each language. All other tags, and `{% translate variable %}`, are
Django's own.
"""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class WordNode(template.Node):
    """`{% translate "word" %}` and `{% translate "word" as name %}`."""

    def __init__(self, looked_up: i18n.TranslateNode) -> None:
        self.looked_up = looked_up
        self.name, looked_up.asvar = looked_up.asvar, None
        self.said: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        word = self.said.get(language)
        if word is None:
            word = self.said[language] = self.looked_up.render(context)
        if self.name:
            context[self.name] = word
            return ""
        return word


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    node = i18n.do_translate(parser, token)
    written_out = isinstance(node.filter_expression.var, template.Variable) and (
        node.filter_expression.var.literal is not None
    )
    if written_out and not node.filter_expression.filters and not node.message_context:
        return WordNode(node)
    return node
