"""The registration form (推荐人员登记表) of a nomination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.models import Nomination
from jinguo.engines import paperwork as papers
from jinguo.engines.paperwork import RegistrationForm, described_form, safe_file_name


def registration_form_of(
    nomination: Nomination, values: Mapping[str, Any] | None = None, *, copies: int = 1
) -> bytes:
    """The filled form as a .docx, with the version code of its present content in the foot."""
    return papers.registration_form(paper_of(nomination, values), copies=copies)


def paper_of(nomination: Nomination, values: Mapping[str, Any] | None = None) -> RegistrationForm:
    """The form as the paperwork engine takes it, under the honour's name, with the code of its content."""
    values = queries.values_of(nomination) if values is None else values
    code = readiness.print_code(readiness.said_of_her(nomination, values))
    spec = queries.spec_of(nomination)
    honour = nomination.call.honour_title
    title = f"“{honour}”{spec.title}" if honour and honour not in spec.title else spec.title
    return described_form(spec.model_copy(update={"title": title}), values, version_code=code)


def form_file_name(nomination: Nomination, number: int | None = None) -> str:
    """`001-王晓兰.docx` in a list, `王晓兰-推荐人员登记表.docx` alone."""
    name = nomination.name or str(nomination.unit)
    if number is not None:
        return safe_file_name(f"{number:03d}-{name}.docx")
    return safe_file_name(f"{name}-{queries.spec_of(nomination).title}.docx")
