"""The formal check: one nomination after the other, each item with what the machine found, then a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import access, check_items, following, permissions, queries, sheet
from jinguo.apps.calls.actions import checking
from jinguo.apps.calls.check_items import Item
from jinguo.apps.calls.forms.officer import MarkForm, ReasonForm, ReturnForm
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.sheet import Sheet
from jinguo.apps.calls.states import NominationState
from jinguo.apps.calls.views.officer.answers import is_piece
from jinguo.apps.clock import today
from jinguo.apps.organisations.queries import calendar_overrides
from jinguo.errors import Refused, demand
from jinguo.phrases import say, term
from jinguo.reasons import Reason, Verdict
from jinguo.standards.dates import closing_instant
from jinguo.standards.workdays import CalendarUnknown, notice_last_day

MENDING_DAYS = 5


@dataclass(frozen=True)
class Board:
    """The check list of one nomination with what may be decided now."""

    sheet: Sheet
    items: list[Item]

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        kinds = (check_items.FORM, check_items.MATERIALS, check_items.CONDITIONS)
        return [(kind, rows) for kind in kinds if (rows := [i for i in self.items if i.group == kind])]

    @property
    def marked(self) -> int:
        return sum(bool(item.outcome) for item in self.items)

    @property
    def rest(self) -> list[Item]:
        return [item for item in self.items if item.suggested]

    @property
    def acceptable(self) -> Verdict:
        return check_items.may_accept_with_the_rest(self.items)

    @property
    def wrong(self) -> int:
        return len(check_items.to_mend(self.items))


@require_safe
def check_next(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Goes to the next nomination that waits; says so where none does."""
    call = access.call_for_officer(request.user, uid)
    after = None
    if request.GET.get("after"):
        after = queries.handed_in(call).filter(uid=_uuid(request.GET["after"])).first()
    waiting = checking.next_to_check(call, after=after, by=request.user)
    if waiting is not None:
        return redirect("calls:check_one", waiting.uid)
    seen = following.figures(queries.nominations_by_state(call), queries.units_by_progress(call))
    context = {"call": call, "seen": seen, "tabs": following.tabs(call, "calls:check", seen)}
    return render(request, "calls/officer/check_done.html", context)


@require_safe
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One nomination: the list of items beside everything it consists of."""
    found = access.nomination_under_check(request.user, uid)
    if not permissions.may_check(request.user, found):
        messages.info(request, _("This one has been dealt with already."))
        return redirect("calls:nomination", found.uid)
    other = checking.take_up(nomination=found, by=request.user)
    return _page(request, found, other=other)


@require_POST
def mark(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep what she says of one item; answer with the list."""
    found = access.nomination_for_officer(request.user, uid)
    form = MarkForm(request.POST)
    known = check_items.labels(queries.spec_of(found), found.call.material_specs())
    if not form.is_valid() or form.cleaned_data["item"] not in known:
        raise Refused.because("no_such_outcome")
    said = form.cleaned_data
    checking.mark_item(
        nomination=found,
        item=said["item"],
        outcome=said["outcome"],
        note=said["note"],
        by=request.user,
        label=known[said["item"]],
    )
    return _list_or_back(request, found, said["item"])


@require_POST
def pass_rest(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All others are right: marks what is unmarked and in which the machine found nothing wrong."""
    found = access.nomination_for_officer(request.user, uid)
    rest = {item.key: item.label for item in _board(request, found).rest}
    checking.pass_items(nomination=found, items=rest, by=request.user)
    return _list_or_back(request, found, "")


@require_POST
def accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Passed; on to the next. What is unmarked and without findings is confirmed with it."""
    found = access.nomination_for_officer(request.user, uid)
    if not permissions.may_check(request.user, found):
        return _dealt_with(request, found)
    board = _board(request, found)
    demand(board.acceptable)
    checking.pass_items(
        nomination=found, items={item.key: item.label for item in board.rest}, by=request.user
    )
    checking.accept(nomination=found, by=request.user)
    messages.success(request, _("%(name)s: accepted.") % {"name": found.name})
    return _on(found)


@require_http_methods(["GET", "HEAD", "POST"])
def return_for_mending(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give back with reasons, prefilled from what is wrong, until a day five working days ahead."""
    found = access.nomination_for_officer(request.user, uid)
    if request.method == "POST" and not permissions.may_check(request.user, found):
        return _dealt_with(request, found)
    initial = {} if request.method == "POST" else _proposed_return(request, found)
    form = ReturnForm(request.POST or None, initial=initial)
    problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            checking.return_for_mending(
                nomination=found,
                note=form.cleaned_data["note"],
                until=closing_instant(form.cleaned_data["until"], found.call.organiser.zone),
                by=request.user,
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(
                request, _("%(name)s: returned for mending. The unit has been told.") % {"name": found.name}
            )
            return _on(found)
    return _decision(request, found, form, "return", problems)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Failed for good, with the reason."""
    found = access.nomination_for_officer(request.user, uid)
    form = ReasonForm(request.POST or None, help_text=_("The unit reads this as it stands here."))
    if request.method == "POST" and form.is_valid():
        was_waiting = found.state == NominationState.SUBMITTED
        checking.reject(nomination=found, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("%(name)s: rejected. The unit has been told.") % {"name": found.name})
        return _on(found) if was_waiting else redirect("calls:nomination", found.uid)
    return _decision(request, found, form, "reject")


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a decision of the formal check back, with the reason."""
    found = access.nomination_for_officer(request.user, uid)
    form = ReasonForm(request.POST or None, help_text=_("It stands in the trail of this nomination."))
    if request.method == "POST" and form.is_valid():
        checking.reopen_check(nomination=found, note=form.cleaned_data["note"], by=request.user)
        return redirect("calls:check_one", found.uid)
    return _decision(request, found, form, "reopen")


def _board(request: HttpRequest, found: Nomination) -> Board:
    laid_out = sheet.of(found, request.user)
    items = check_items.check_items(
        laid_out.spec,
        laid_out.material_specs,
        laid_out.readiness,
        found.check_marks.all(),
        handed_in_at=found.submitted_at,
        consent_required=found.call.consent_required,
        stamped_form_required=found.call.stamped_form_required,
        doubles=laid_out.doubles,
    )
    return Board(laid_out, items)


def _page(request: HttpRequest, found: Nomination, *, other: str = "") -> HttpResponse:
    board = _board(request, found)
    context = {
        "call": found.call,
        "nomination": found,
        "board": board,
        "sheet": board.sheet,
        "other": other,
        "waiting": found.waiting,
        "tabs": following.tabs(found.call, "calls:check"),
    }
    return render(request, "calls/officer/check.html", context)


def _list_or_back(request: HttpRequest, found: Nomination, item: str) -> HttpResponse:
    if is_piece(request, "items"):
        context = {"nomination": found, "board": _board(request, found), "here": item}
        return render(request, "calls/officer/_check_items.html", context)
    back = redirect("calls:check_one", found.uid)
    back["Location"] += f"#item-{item}" if item else "#items"
    return back


def _proposed_return(request: HttpRequest, found: Nomination) -> dict[str, object]:
    lang = get_language() or "zh-hans"
    lines = []
    for item, errors, note in check_items.to_mend(_board(request, found).items):
        said = [say(reason, lang) for reason in errors] + ([note] if note else [])
        lines.append(
            f"{len(lines) + 1}. {term(item.label, lang)}：{' '.join(said) or term('check_fail', lang)}"
        )
    return {"note": "\n".join(lines), "until": _working_days_ahead(MENDING_DAYS)}


def _working_days_ahead(days: int) -> date:
    """By the Chinese calendar; beyond its table two days more than asked, which the officer sees and changes."""
    try:
        return notice_last_day(today(), days, overrides=calendar_overrides())
    except CalendarUnknown:
        return today() + timedelta(days=days + 2)


def _decision(
    request: HttpRequest,
    found: Nomination,
    form: ReturnForm | ReasonForm,
    decision: str,
    problems: tuple[Reason, ...] = (),
) -> HttpResponse:
    allowed = permissions.may_decide(request.user, found, decision)
    context = {
        "call": found.call,
        "nomination": found,
        "form": form,
        "decision": decision,
        "reasons": problems,
        "allowed": allowed,
        "tabs": following.tabs(found.call, "calls:check"),
    }
    return render(
        request, "calls/officer/decide.html", context, status=422 if form.errors or problems else 200
    )


def _dealt_with(request: HttpRequest, found: Nomination) -> HttpResponse:
    messages.warning(
        request, _("%(name)s has been dealt with by somebody else already.") % {"name": found.name}
    )
    return _on(found)


def _on(found: Nomination) -> HttpResponseRedirect:
    """To the next in the queue, after this one."""
    response = redirect("calls:check", found.call.uid)
    response["Location"] += f"?after={found.uid}"
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
