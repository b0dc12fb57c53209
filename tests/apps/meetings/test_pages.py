"""The pages: what a member sees on her phone, what the secretary keeps, and what neither learns too early."""

from __future__ import annotations

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from jinguo.apps.meetings import actions, papers, queries
from jinguo.apps.meetings.models import Meeting, Slip, Turnout, Vote
from jinguo.apps.meetings.states import Attending, MeetingState
from jinguo.apps.reviews.models import Round, Standing
from tests.apps.meetings import panel

pytestmark = pytest.mark.django_db
YES, NO, NONE = Slip.APPROVE, Slip.AGAINST, Slip.ABSTAIN


@pytest.fixture
def people():
    return panel.in_session(members=3, candidates=2)


@pytest.fixture
def secretary(people):
    return signed_in(people.officer)


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client


def phone(member) -> Client:
    return signed_in(member.expert.user)


def seat_of(people) -> str:
    return reverse("meetings:seat", args=[people.meeting.uid])


def room_of(people) -> str:
    return reverse("meetings:room", args=[people.meeting.uid])


def ballot_of(vote) -> str:
    return reverse("meetings:ballot", args=[vote.uid])


def marked(vote, *choices) -> dict[str, str]:
    pairs = zip(queries.candidates_of(vote), choices, strict=False)
    return {f"mark-{candidate.uid}": choice for candidate, choice in pairs if choice}


def receipt_in(response) -> str:
    return re.search(r'name="receipt" value="([^"]+)"', response.content.decode())[1]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_officer_plans_a_meeting_from_its_round_to_its_votes():
    people = panel.planned(members=3, candidates=2)
    Meeting.objects.all().delete()
    client = signed_in(people.officer)

    listed = client.get(reverse("meetings:mine"))
    planned = client.post(
        reverse("meetings:plan", args=[people.round.uid]),
        {"title": "终评会", "starts_at": "2026-12-01 09:00"},
    )
    meeting = Meeting.objects.get()
    chosen = client.post(planned.url, {"experts": [str(expert.uid) for expert in people.experts]})
    first, second = people.nominations
    client.post(
        reverse("meetings:agenda", args=[meeting.uid]),
        {f"place-{first.uid}": "2", f"place-{second.uid}": "1"},
    )
    voted = client.post(
        reverse("meetings:vote_new", args=[meeting.uid]),
        {
            "title": "科研创新", "seats": "1", "kind": "vote_approval", "quorum": "2/3", "threshold": "2/3",
            "base": "members", "candidates": [str(first.uid), str(second.uid)],
        },
    )  # fmt: skip

    assert reverse("meetings:plan", args=[people.round.uid]) in listed.content.decode()
    assert chosen.url == voted.url == reverse("meetings:prepare", args=[meeting.uid])
    assert meeting.members.count() == 3
    assert [item.nomination for item in queries.agenda_of(meeting)] == [second, first]
    vote = Vote.objects.get()
    assert vote.rules["threshold"] == {"at_least": "2/3", "of": "members"}
    edit = client.get(reverse("meetings:vote_edit", args=[vote.uid])).context["form"]
    assert (edit["threshold"].value(), edit["base"].value()) == ("2/3", "members")


def test_a_round_by_correspondence_has_no_meeting():
    people = panel.planned(members=1, candidates=1)
    Meeting.objects.all().delete()
    Round.objects.update(kind=Round.CORRESPONDENCE)

    assert signed_in(people.officer).get(reverse("meetings:plan", args=[people.round.uid])).status_code == 404


def test_her_page_leads_a_member_from_the_door_to_the_ballot():
    people = panel.planned(members=3, candidates=2)
    member = people.meeting.members.first()
    client = phone(member)

    waiting = text_of(client.get(seat_of(people)))
    actions.open_meeting(meeting=people.meeting, by=people.officer)
    at_the_door = text_of(client.get(seat_of(people)))
    client.post(reverse("meetings:check_in", args=[people.meeting.uid]))
    inside = text_of(client.get(seat_of(people)))
    actions.open_item(item=people.meeting.items.first(), by=people.officer)
    marking = client.get(seat_of(people))

    assert "The meeting has not begun" in waiting
    assert "I am here" in at_the_door
    assert "You are checked in" in inside
    sheet = people.round.assignments.get(expert=member.expert)
    assert reverse("reviews:read", args=[sheet.uid]) in marking.content.decode()


def test_the_ballot_is_looked_over_then_cast_and_a_repeat_is_counted_once(people):
    vote = panel.opened(people, seats=1)
    client = phone(people.members[0])

    paper = client.get(ballot_of(vote))
    look = client.post(ballot_of(vote), {"do": "look", **marked(vote, YES)})
    sent = {"do": "cast", "receipt": receipt_in(look), **marked(vote, YES, NONE)}
    cast = client.post(ballot_of(vote), sent)
    again = client.post(ballot_of(vote), sent)
    later = client.get(ballot_of(vote))

    code = papers.code_of(papers.read_receipt(vote, sent["receipt"]), queries.candidates_of(vote)[0].uid)
    assert "not marked" in text_of(look)
    assert code in text_of(look)
    assert code in text_of(cast)
    assert "Your vote is in the box" in text_of(cast)
    assert "was in the box already" in text_of(again)
    assert "was in the box already" in text_of(later)
    assert Turnout.objects.count() == 1
    for page in (paper, look, cast, again):
        assert "no-store" in page["Cache-Control"]


def test_what_she_marked_stands_in_no_address_and_in_no_log(people, caplog):
    vote = panel.opened(people)
    client = phone(people.members[0])
    caplog.set_level("DEBUG")

    look = client.post(ballot_of(vote), {"do": "look", **marked(vote, YES, NO)})
    cast = client.post(ballot_of(vote), {"do": "cast", "receipt": receipt_in(look), **marked(vote, YES, NO)})

    assert b"?" not in re.search(rb'<form method="post" class="paper"[^>]*>', look.content)[0]
    assert not cast.has_header("Location")
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "slip_" not in logged
    assert receipt_in(look) not in logged


def test_too_many_approvals_are_told_and_her_marks_stay(people):
    vote = panel.opened(people, seats=1)

    response = phone(people.members[0]).post(ballot_of(vote), {"do": "look", **marked(vote, YES, YES)})

    assert response.status_code == 409
    assert response.content.decode().count(" checked") == 2
    assert not Turnout.objects.exists()


def test_with_a_conflict_she_leaves_the_item_and_her_paper_lacks_the_candidate(people):
    member, nomination = people.members[0], people.nominations[0]
    client = phone(member)

    client.post(
        reverse("meetings:conflict", args=[people.meeting.uid, nomination.uid]),
        {"kind": "conflict_family", "note": "姐妹"},
    )
    actions.open_item(item=people.meeting.items.get(nomination=nomination), by=people.officer)
    seat = text_of(client.get(seat_of(people)))
    vote = panel.opened(people)
    paper = client.get(ballot_of(vote))
    room = text_of(signed_in(people.officer).get(room_of(people)))

    assert "You have a conflict of interest with this candidate." in seat
    assert nomination.name not in text_of(paper)
    assert "1 candidate is not on your paper" in text_of(paper)
    assert member.expert.name in room


def test_a_ranked_vote_is_numbered_counted_and_recounted(people):
    vote = panel.opened(people, kind=Vote.RANKED)
    order = {}
    for member, places in zip(people.members, (("1", "2"), ("1", "2"), ("2", "1")), strict=True):
        client = phone(member)
        look = client.post(ballot_of(vote), {"do": "look", **marked(vote, *places)})
        client.post(ballot_of(vote), {"do": "cast", "receipt": receipt_in(look), **marked(vote, *places)})
        order[member.pk] = papers.code_of(papers.read_receipt(vote, receipt_in(look)), vote.uid)

    vote = actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)
    page = phone(people.members[0]).get(reverse("meetings:result", args=[vote.uid]))

    assert {slip.code: slip.ranking for slip in queries.slips_of(vote)} == {
        order[people.members[0].pk]: [1, 2],
        order[people.members[1].pk]: [1, 2],
        order[people.members[2].pk]: [2, 1],
    }
    assert queries.result_of(people.round)[people.nominations[0].pk].passed
    assert all(code in page.content.decode() for code in order.values())


def test_a_gap_in_a_ranking_is_refused(people):
    vote = panel.opened(people, kind=Vote.RANKED)

    response = phone(people.members[0]).post(ballot_of(vote), {"do": "look", **marked(vote, "1", "1")})

    assert response.status_code == 409


def test_a_result_is_the_secretarys_until_it_is_announced(people, secretary):
    vote = panel.opened(people)
    for member in people.members:
        panel.cast(vote, member, [YES, NO])
    running = secretary.get(reverse("meetings:result", args=[vote.uid])).status_code
    secretary.post(reverse("meetings:vote_close", args=[vote.uid]))
    page = reverse("meetings:result", args=[vote.uid])
    first = phone(people.members[0]).get(page).status_code, secretary.get(page).status_code

    secretary.post(reverse("meetings:vote_announce", args=[vote.uid]))

    shown = phone(people.members[0]).get(page)
    assert running == 404
    assert first == (404, 200)
    assert "Approve 3" in text_of(shown)
    standing = Standing.objects.get(round=people.round, nomination=people.nominations[0])
    assert (standing.passed, standing.rank, standing.score) == (True, 1, 3)
    assert Standing.objects.get(round=people.round, nomination=people.nominations[1]).score is None


def test_pages_that_ask_again_are_answered_with_nothing_while_nothing_changed(people, secretary):
    client, headers = phone(people.members[0]), {"HX-Request": "true"}
    seat, room = client.get(seat_of(people)), secretary.get(room_of(people))
    asked = re.search(r'hx-get="([^"]+)"', seat.content.decode())[1]
    watched = re.search(r'hx-get="([^"]+)"', room.content.decode())[1]

    still = (
        client.get(asked, headers=headers).status_code,
        secretary.get(watched, headers=headers).status_code,
    )
    vote = panel.opened(people)
    moved = client.get(asked, headers=headers)
    watched = re.search(r'hx-get="([^"]+)"', secretary.get(room_of(people)).content.decode())[1]
    panel.cast(vote, people.members[1], [YES, NO])
    counted = secretary.get(watched, headers=headers)

    assert still == (204, 204)
    assert "Fill in my ballot" in text_of(moved)
    assert "<html" not in moved.content.decode()
    assert "1 / 3 have voted" in text_of(counted)


def test_the_room_walks_through_the_meeting_by_its_first_button(people, secretary):
    panel.vote_on(people)
    said = []
    for _ in range(9):
        step = secretary.get(room_of(people)).context["room"].step
        said.append(step.code)
        if step.is_link:
            break
        secretary.post(step.url, step.fields)

    assert said == [
        "open_item", "open_item", "finish_item", "open_vote", "close_vote", "announce", "close", "minutes",
    ]  # fmt: skip
    assert Meeting.objects.get().state == MeetingState.CLOSED


def test_a_meeting_is_not_closed_over_an_open_vote(people, secretary):
    panel.opened(people)

    assert secretary.post(reverse("meetings:close", args=[people.meeting.uid])).status_code == 409


def test_the_minutes_name_who_was_there_and_the_counts_and_no_codes(people, secretary):
    panel.recuse(people, people.members[0], people.nominations[0])
    vote = panel.vote_on(people)
    actions.open_vote(vote=vote, by=people.officer)
    for member in people.members:
        panel.cast(vote, member, [YES, NO])
    actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)
    secretary.post(reverse("meetings:attend", args=[people.members[2].uid]), {"attending": Attending.LEFT})
    secretary.post(
        reverse("meetings:remarks", args=[people.meeting.uid]),
        {"remarks": "会议强调评审纪律。\n会议同意结果。"},
    )
    secretary.post(reverse("meetings:close", args=[people.meeting.uid]))

    response = secretary.get(reverse("meetings:minutes", args=[people.meeting.uid]))

    document = Document(io.BytesIO(response.content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "评委应到3人，实到3人，请假0人。" in text
    assert ["3", people.members[2].expert.name, "", "到会，中途离会"] in cells
    assert ["1", people.members[0].expert.name, "王晓兰", "同一单位"] in cells
    assert ["1", "王晓兰", "2", "0", "0", "2/2", "通过"] in cells
    assert "应到3人，实到3人，投票3人。" in text
    assert "会议强调评审纪律。" in text
    assert not any(slip.code in text + str(cells) for slip in Slip.objects.all())


def test_a_member_is_excused_with_a_reason(secretary, people):
    panel_member = people.members[1]
    actions.leave(member=panel_member, by=panel_member.expert.user)

    secretary.post(reverse("meetings:excuse", args=[panel_member.uid]), {"excuse": "出差"})

    panel_member.refresh_from_db()
    assert (panel_member.attending, panel_member.excuse) == (Attending.EXCUSED, "出差")


def test_an_annulled_vote_says_why_and_stands_ready_again(people, secretary):
    vote = panel.opened(people)

    without = secretary.post(reverse("meetings:vote_annul", args=[vote.uid]), {"reason": " "})
    secretary.post(reverse("meetings:vote_annul", args=[vote.uid]), {"reason": "设备故障"})

    assert without.status_code == 422
    assert [v.state for v in Vote.objects.order_by("pk")] == ["vote_annulled", "vote_planned"]


def test_after_handing_in_marks_she_is_back_in_the_room(people):
    member = people.members[0]
    actions.open_item(item=people.meeting.items.first(), by=people.officer)
    client = phone(member)
    sheet = people.round.assignments.get(expert=member.expert)
    client.post(reverse("reviews:promise", args=[people.round.uid]), {"promised": "1"})

    answer = client.post(
        reverse("reviews:read", args=[sheet.uid]),
        {"do": "submit", "mark_deeds": "90", "comment": "好", "seen_version": "0"},
    )

    assert answer.url == seat_of(people)
    assert "Your marks are handed in." in text_of(client.get(seat_of(people)))


def questions(client: Client, *pages: str) -> list[int]:
    """How many queries each page takes."""
    found = []
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        found.append(len(asked))
    return found


def test_the_pages_ask_the_same_number_of_questions_for_any_size():
    people = panel.in_session(members=3, candidates=3)
    for member in people.members:
        panel.recuse(people, member, people.nominations[0])
    votes = [panel.vote_on(people) for _ in range(3)]
    actions.open_item(item=people.meeting.items.first(), by=people.officer)
    actions.open_vote(vote=votes[0], by=people.officer)
    officer, client = signed_in(people.officer), phone(people.members[0])
    at = [people.meeting.uid]
    rooms = [reverse(f"meetings:{name}", args=at) for name in ("room", "prepare", "members", "agenda")]
    pages = [*rooms, reverse("meetings:mine")]
    questions(officer, reverse("home")), questions(client, reverse("home"))

    many = questions(officer, *pages), questions(client, seat_of(people), ballot_of(votes[0]))
    Vote.objects.exclude(pk=votes[0].pk).delete()
    one_vote = questions(officer, *pages), questions(client, seat_of(people), ballot_of(votes[0]))
    people.meeting.members.exclude(pk=people.members[0].pk).delete()
    one_member = questions(officer, *pages), questions(client, seat_of(people), ballot_of(votes[0]))
    people.meeting.items.exclude(nomination=people.nominations[0]).delete()
    votes[0].candidates.exclude(nomination=people.nominations[1]).delete()
    one_item = questions(officer, *pages), questions(client, seat_of(people), ballot_of(votes[0]))

    assert many == one_vote == one_member == one_item
    assert max(many[0] + many[1]) <= 15


def test_a_result_asks_the_same_number_of_questions_for_any_size(people):
    vote = panel.opened(people)
    for member in people.members:
        panel.cast(vote, member, [NO, NO])
    vote = actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)
    client, page = phone(people.members[0]), reverse("meetings:result", args=[vote.uid])
    questions(client, reverse("home"))

    many = questions(client, page)
    Slip.objects.exclude(pk=Slip.objects.first().pk).delete()
    vote.candidates.exclude(slips__isnull=False).delete()

    assert questions(client, page) == many
    assert many[0] <= 12


def test_the_board_of_a_meeting_counts_members_who_mark_and_not_the_reviews_of_a_correspondence(people):
    officer = signed_in(people.officer)
    address = reverse("reviews:board", args=[people.call.uid])
    before = officer.get(address)
    assert before.context["progress"].complete == 0

    vote = panel.opened(people)
    for member in people.members:
        panel.cast(vote, member, [YES, NO])
    actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)
    after = officer.get(address)
    assert after.context["progress"].complete == 2, "who was voted on waits for no more reviews"
    assert "marked by every member present or voted on" in after.content.decode()
    assert not officer.get(address, {"only": "incomplete"}).context["page"].object_list
