"""What a person does with her own data: reads, corrects, agrees and refuses, takes a copy."""

from __future__ import annotations

import base64
import io
import json

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import today
from jinguo.apps.jobs.actions import run
from jinguo.apps.jobs.models import Job
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Card, Consent, PersonEntry, Statement
from jinguo.apps.registry.persons import my_page, person_copy
from jinguo.apps.registry.persons.sealed import opened
from jinguo.apps.registry.rights.consent_texts import purposes
from jinguo.apps.registry.search import full_text, words
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = hers.world()
    made.claim = hers.claimed(made)
    return made


def page(world, **more):
    entries = queries.rights.entries_of(world.claim)
    said = queries.rights.statements_on(entries)
    return my_page.page_of(
        entries,
        said,
        queries.rights.honours_on(entries),
        answers=queries.rights.answers_to(said),
        **more,
    )


def line(found, key):
    return next(one for _, lines in found.groups for one in lines if one.key == key)


def found(world, text="王晓兰"):
    cards = Card.objects.filter(organisation=world.district)
    return full_text.narrowed(cards, words.wanted(text)).count()


def test_she_reads_each_fact_with_its_source_and_the_day(world):
    told = line(page(world), "unit").told[0]

    assert (told.shown, told.fact.source, told.keeper) == (
        "示例市材料研究所",
        "2024年人才名单",
        "示例市东城区科协",
    )
    assert told.fact.recorded_on == today()
    assert told.fact.fresh_until > told.fact.recorded_on


def test_sensitive_values_are_masked_until_she_asks_for_one_which_is_recorded(world):
    assert line(page(world), "phone").told[0].shown == "138****1234"

    actions.reveal_to_herself(claim=world.claim, attribute="phone")
    shown = page(world, revealed="phone")

    assert line(shown, "phone").told[0].shown == "13800001234"
    assert line(shown, "email").told[0].shown == "x***@example.com"
    row = Entry.objects.get(action="own_data_revealed")
    assert (row.after, row.actor_name) == ({"attribute": "phone"}, f"person {world.claim.uid}")


def test_a_correction_counts_once_the_keeper_has_accepted_it(world):
    proposal = actions.propose_correction(claim=world.claim, attribute="title", value="特聘研究员")

    assert page(world).profile.value("title") == "研究员"
    assert Message.objects.filter(to_user=world.zhao, code="correction_proposed").exists()
    actions.answer_proposal(statement=proposal, accepted=True, by=world.zhao)

    told = line(page(world), "title").told[0]
    assert (told.shown, told.fact.confirmed_by) == ("特聘研究员", "赵霞")
    assert Message.objects.filter(to_user=world.wang, code="correction_accepted").exists()


def test_a_refused_correction_tells_her_why(world):
    proposal = actions.propose_correction(claim=world.claim, attribute="phone", value="13900009999")

    actions.answer_proposal(
        statement=proposal, accepted=False, why="与本人电话核实，号码有误。", by=world.zhao
    )

    [shown] = page(world).proposals
    assert (shown.shown, shown.why) == ("139****9999", "与本人电话核实，号码有误。")
    assert (
        "电话核实" in Message.objects.get(to_user=world.wang, code="correction_refused", channel="site").body
    )


def test_nobody_answers_her_own_proposal(world):
    claim = hers.fresh(world.claim)
    claim.user = world.zhao
    claim.save()
    proposal = actions.propose_correction(claim=claim, attribute="title", value="院士")

    with hers.refused("proposal_is_ones_own"):
        actions.answer_proposal(statement=proposal, accepted=True, by=world.zhao)


def test_what_waits_for_confirmation_may_do_nothing(world):
    claim = hers.waiting(world, user=world.stranger, entry=hers.entry(world, "李某", source="import:2"))

    for ask in (
        lambda: actions.propose_correction(claim=claim, attribute="title", value="院士"),
        lambda: actions.agree(claim=claim, purpose="registry_found", lang="zh"),
        lambda: actions.disagree(claim=claim, purpose="registry_found"),
        lambda: actions.ask_for_copy(claim=claim, lang="zh"),
        lambda: actions.ask_erasure(claim=claim),
        lambda: actions.reveal_to_herself(claim=claim, attribute="phone"),
    ):
        with hers.refused("claim_waits"):
            ask()


def test_a_consent_names_the_version_of_its_text_and_is_given_once(world):
    for _ in range(2):
        actions.agree(claim=world.claim, purpose="registry_sharing", lang="zh-hans")

    given = Consent.objects.get(purpose="registry_sharing")
    assert given.text_version == f"zh-hans:{purposes()['registry_sharing'].version}"
    assert queries.rights.agreeing([world.entry.identity_id], "registry_sharing")


def test_who_does_not_want_to_be_found_is_found_no_longer_until_she_agrees_again(world):
    assert found(world) == 1

    actions.disagree(claim=world.claim, purpose="registry_found")
    assert found(world) == 0

    actions.agree(claim=world.claim, purpose="registry_found", lang="zh")
    assert found(world) == 1


def test_taking_back_the_consent_to_sensitive_data_clears_them_at_once(world):
    actions.state_fact(entry=world.entry, attribute="phone", value="13700007777", by=world.zhao)
    actions.agree(claim=world.claim, purpose="registry_sensitive", lang="zh")

    gone = actions.disagree(claim=world.claim, purpose="registry_sensitive")

    entry = PersonEntry.objects.get(pk=world.entry.pk)
    assert gone == 5
    assert opened(entry) == {}
    assert (entry.id_number_index, entry.phone_index, entry.facts.get("sealed")) == ("", "", None)
    assert entry.facts["unit"] == "示例市材料研究所"
    assert not Statement.objects.exclude(value_sealed="").exists()


@pytest.mark.parametrize(
    ("born", "needed"),
    [("2014-01-01", True), ("2014", True), ("2014-02", True), ("1984", False), ("", False)],
)
def test_for_a_child_a_guardian_must_agree(born, needed):
    world = hers.world()
    claim = hers.claimed(world, entry=hers.entry(world, "小明", source="import:2", birth_date=born))

    if needed:
        with hers.refused("guardian_missing"):
            actions.agree(claim=claim, purpose="registry_found", lang="zh", guardian_name="王母")
    actions.agree(
        claim=claim, purpose="registry_found", lang="zh", guardian_name="王母", guardian_relation="母亲"
    )

    assert Consent.objects.get().guardian_relation == "母亲"


def test_her_copy_holds_everything_and_keeps_its_own_schema(world):
    picture = io.BytesIO()
    Image.new("RGB", (40, 50), "plum").save(picture, "JPEG")
    picture.seek(0)
    actions.put_own_photo(claim=world.claim, stream=picture, name="我.jpg", lang="zh", agreed=True)
    actions.propose_correction(claim=world.claim, attribute="title", value="特聘研究员")
    actions.agree(claim=world.claim, purpose="registry_found", lang="zh")
    job = actions.ask_for_copy(claim=world.claim, lang="zh-Hans")
    run(job.uid)

    stored = Job.objects.get(pk=job.pk).result_file
    with default_storage.open(stored.path) as stream:
        made = json.load(stream)

    assert (made["format"], made["schema"]) == (person_copy.FORMAT, person_copy.schema())
    assert conforms(made["person"], made["schema"]) == []
    text = json.dumps(made["person"], ensure_ascii=False)
    for value in (*hers.SECRET.values(), factories.id_number(1), "王小岚", "特聘研究员"):
        assert value in text
    assert stored.by_id == world.wang.pk
    [photo] = made["person"]["photos"]
    assert (photo["media_type"], photo["brought_by_herself"]) == ("image/jpeg", True)
    with Image.open(io.BytesIO(base64.b64decode(photo["data"]))) as shown:
        assert shown.size == (40, 50)


def conforms(value, schema, where="$"):
    """The findings of the few words of JSON Schema that ours uses."""
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    if "enum" in schema:
        return [] if value in schema["enum"] else [where]
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, kinds[one]) for one in wanted):
        return [where]
    if isinstance(value, list):
        return [bad for n, one in enumerate(value) for bad in conforms(one, schema["items"], f"{where}[{n}]")]
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    wrong = [f"{where}.{key}" for key in schema.get("required", ()) if key not in value]
    if schema.get("additionalProperties") is False:
        wrong += [f"{where}.{key}" for key in value if key not in known]
    return wrong + [
        bad for key in known.keys() & value for bad in conforms(value[key], known[key], f"{where}.{key}")
    ]


def test_she_sees_who_read_her_sensitive_data(world):
    from jinguo.apps.audit import actions as audit

    audit.record(
        "person_unmasked",
        subject=world.entry,
        by=world.zhao,
        acting_for=world.district,
        after={"attribute": "phone"},
        note="联系参会",
    )

    [row] = queries.rights.readings_of(queries.rights.entries_of(world.claim))
    assert (row.actor_name, row.acting_for_name, row.note) == ("赵霞", "示例市东城区科协", "联系参会")
