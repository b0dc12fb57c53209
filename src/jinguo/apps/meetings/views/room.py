"""The room, as its secretary keeps it: open, who is here, one item after the other, votes, close, minutes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jinguo.apps.files import delivery
from jinguo.apps.meetings import access, actions, minutes, rooms
from jinguo.apps.meetings.forms import AttendForm, ExcuseForm, RemarksForm
from jinguo.apps.meetings.models import Vote
from jinguo.apps.meetings.states import Attending
from jinguo.apps.reviews.forms.rounds import ReasonForm


@require_safe
@vary_on_headers("HX-Request")
def room(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page, or the piece of it that refreshes itself: nothing at all while nothing has changed."""
    meeting = access.meeting_to_keep(request.user, uid)
    now = rooms.room(meeting)
    if request.htmx and request.GET.get("seen") == now.token:
        return HttpResponse(status=204)
    voted = rooms.voted_in(now.vote.vote if now.vote else None)
    template = "meetings/secretary/_room.html" if request.htmx else "meetings/secretary/room.html"
    return render(request, template, {"meeting": meeting, "room": now, "voted": voted})


@require_POST
def begin(request: HttpRequest, uid: UUID) -> HttpResponse:
    meeting = access.meeting_to_keep(request.user, uid)
    actions.open_meeting(meeting=meeting, by=request.user)
    return redirect("meetings:room", uid)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    meeting = access.meeting_to_keep(request.user, uid)
    actions.close_meeting(meeting=meeting, by=request.user)
    messages.success(request, _("The meeting is closed. Take the minutes next."))
    return redirect("meetings:room", uid)


@require_POST
def attend(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The secretary notes that a member came, left, or is excused."""
    member = access.member_to_keep(request.user, uid)
    form = AttendForm(request.POST)
    if form.is_valid():
        actions.set_attending(member=member, by=request.user, **form.cleaned_data)
    return redirect("meetings:room", member.meeting.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A member is excused, with the reason that stands in the minutes."""
    member = access.member_to_keep(request.user, uid)
    form = ExcuseForm(request.POST or None, initial={"excuse": member.excuse})
    if request.method == "POST" and form.is_valid():
        actions.set_attending(
            member=member, attending=Attending.EXCUSED, by=request.user, excuse=form.cleaned_data["excuse"]
        )
        return redirect("meetings:room", member.meeting.uid)
    context = {"meeting": member.meeting, "member": member, "form": form}
    return render(request, "meetings/secretary/excuse.html", context, status=422 if form.errors else 200)


@require_POST
def item(request: HttpRequest, uid: UUID) -> HttpResponse:
    one = access.item_to_keep(request.user, uid)
    if request.POST.get("do") == "finish":
        actions.finish_item(item=one, by=request.user)
    else:
        actions.open_item(item=one, by=request.user)
    return redirect("meetings:room", one.meeting.uid)


@require_POST
def vote_open(request: HttpRequest, uid: UUID) -> HttpResponse:
    vote = access.vote_to_keep(request.user, uid)
    actions.open_vote(vote=vote, by=request.user)
    return _to_room(vote)


@require_POST
def vote_close(request: HttpRequest, uid: UUID) -> HttpResponse:
    vote = access.vote_to_keep(request.user, uid)
    actions.close_vote(vote=vote, by=request.user)
    return _to_room(vote)


@require_POST
def vote_announce(request: HttpRequest, uid: UUID) -> HttpResponse:
    vote = access.vote_to_keep(request.user, uid)
    actions.announce_vote(vote=vote, by=request.user)
    return redirect("meetings:result", uid)


@require_POST
def vote_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    vote = access.vote_to_keep(request.user, uid)
    actions.vote_again(vote=vote, by=request.user)
    messages.success(request, _("The next round of voting is ready to be opened."))
    return _to_room(vote)


@require_http_methods(["GET", "HEAD", "POST"])
def vote_annul(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Declare a vote void, with a reason; the same vote stands ready to be held again."""
    vote = access.vote_to_keep(request.user, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.annul_vote(vote=vote, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The vote is annulled. It stands ready to be held again."))
        return _to_room(vote)
    context = {"meeting": vote.meeting, "vote": vote, "form": form}
    return render(request, "meetings/secretary/annul.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the minutes say besides the votes."""
    meeting = access.meeting_to_keep(request.user, uid)
    form = RemarksForm(request.POST or None, initial={"remarks": meeting.remarks})
    if request.method == "POST" and form.is_valid():
        actions.change_meeting(meeting=meeting, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("meetings:room", uid)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/secretary/remarks.html", context, status=422 if form.errors else 200)


@require_safe
def minutes_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """评审会议记录 as a Word document."""
    meeting = access.meeting_to_keep(request.user, uid)
    content = minutes.document(meeting)
    actions.record_minutes(meeting=meeting, by=request.user)
    return delivery.made(content, _("%(meeting)s minutes.docx") % {"meeting": meeting.title}, delivery.DOCX)


def _to_room(vote: Vote) -> HttpResponse:
    return redirect("meetings:room", vote.meeting.uid)
