"""One's own messages, and what one's organisation sends."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.outbox import access, actions, queries
from jinguo.apps.outbox.forms import SentFilter


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    messages = queries.inbox_of(request.user)
    page = Paginator(messages, 30).get_page(request.GET.get("page"))
    return render(request, "outbox/inbox.html", {"page": page, "unread": queries.unread_count(request.user)})


@require_safe
def message(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Opening a message marks it as read; nothing else hangs on that."""
    received = access.received_by(request.user, uid)
    actions.mark_read(queries.inbox_of(request.user).filter(pk=received.pk), by=request.user)
    return render(request, "outbox/message.html", {"message": received})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(queries.inbox_of(request.user), by=request.user)
    return redirect("outbox:inbox")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    organisation = access.overseen(request.user, request.acting)
    form = SentFilter(request.GET or None)
    messages = queries.sent_by(organisation)
    shown = form.queryset(messages) if form.is_bound else messages
    page = Paginator(shown, 50).get_page(request.GET.get("page"))
    return render(request, "outbox/sent.html", {"page": page, "form": form})


@require_safe
def sent_message(request: HttpRequest, uid: UUID) -> HttpResponse:
    return render(request, "outbox/sent_message.html", {"message": access.sent_for(request.user, uid)})


@require_POST
def send_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    unsent = access.sent_for(request.user, uid)
    actions.send_again(unsent, by=request.user)
    return redirect("outbox:sent_message", unsent.uid)
