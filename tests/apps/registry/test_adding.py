"""A person typed in by hand: looked for first, opened instead, or added as another."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, Pair, PersonEntry
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db
ADD = "registry:add"
TYPED = {"name": "王晓兰", "unit": "示例市材料研究所", "birth_date": "1984.3", "source": "2026年10月推荐函"}


@pytest.fixture
def people(client):
    made = hers.world()
    client.force_login(made.zhao)
    return made


def test_who_is_not_there_is_added_at_once_with_what_her_number_says(people, client):
    number = factories.id_number(7, born="19900105")
    answer = client.post(reverse(ADD), {**TYPED, "name": "周新", "birth_date": "", "id_number": number})

    entry = PersonEntry.objects.get(name="周新")
    assert answer["Location"] == reverse("registry:person", args=[entry.identity.uid])
    assert (entry.sex, entry.birth_text, entry.source_code) == ("F", "1990-01-05", "source_hand")
    assert entry.source_name == "2026年10月推荐函"
    assert number not in entry.id_number_sealed
    assert Card.objects.filter(identity=entry.identity, organisation=people.district).exists()


def test_names_in_two_scripts_degree_and_segments_are_kept_and_found(people, client):
    said = {"name": "李思·阿依古丽", "latin_name": "Ayigul Lisi", "degree": "博士", "segments": "海外、青年"}
    client.post(reverse(ADD), {**TYPED, **said, "birth_date": ""})

    entry = PersonEntry.objects.get(name="李思·阿依古丽")
    assert (entry.latin_name, entry.facts["degree"], entry.facts["segments"]) == (
        "Ayigul Lisi", "博士", ["海外", "青年"],
    )  # fmt: skip
    for asked in (Asked(text="Ayigul"), Asked(text="阿依古丽"), Asked(segment="海外")):
        assert finding.found(people.district, asked).get().identity == entry.identity


@pytest.mark.parametrize("name", ["王晓兰", "王小岚", "汪晓岚"])
def test_who_may_be_she_is_shown_with_reasons_under_whatever_name(people, client, name):
    answer = client.post(reverse(ADD), {**TYPED, "name": name})

    (one,) = answer.context["found"]
    assert one.card.identity == people.entry.identity
    page = answer.content.decode()
    assert reverse("registry:person", args=[people.entry.identity.uid]) in page
    assert "出生日期" in page
    assert not PersonEntry.objects.filter(source__startswith="hand:").exists()


def test_said_to_be_another_she_is_added_and_nobody_asks_again(people, client):
    shown = client.post(reverse(ADD), TYPED)
    client.post(reverse(ADD), {**TYPED, "seen": shown.context["seen"]})

    made = PersonEntry.objects.get(source__startswith="hand:")
    pair = Pair.objects.get()
    assert (pair.left, pair.right, pair.state) == (people.entry, made, Pair.DIFFERENT)
    assert made.identity != people.entry.identity


def test_another_list_than_the_one_she_saw_is_shown_again(people, client):
    answer = client.post(reverse(ADD), {**TYPED, "seen": "0"})
    assert answer.context["found"]
    assert not PersonEntry.objects.filter(source__startswith="hand:").exists()


def test_a_known_id_number_adds_to_the_person_who_has_it(people, client):
    typed = {
        **TYPED,
        "name": "王晓岚",
        "birth_date": "",
        "id_number": factories.id_number(1),
        "unit": "乙单位",
    }
    people.entry.refresh_from_db()
    shown = client.post(reverse(ADD), typed)
    client.post(reverse(ADD), {**typed, "seen": shown.context["seen"]})

    assert shown.context["certain"]
    assert PersonEntry.objects.get(source__startswith="hand:").identity == people.entry.identity
    assert not Pair.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, "name"),
        ({"source": ""}, "source"),
        ({"birth_date": "去年"}, "birth_date"),
        ({"id_number": "110105198503120013"}, "id_number"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(people, client, wrong, where):
    answer = client.post(reverse(ADD), {**TYPED, **wrong})
    assert answer.status_code == 422
    assert where in answer.context["form"].errors


def test_a_number_that_contradicts_what_is_typed_is_said(people, client):
    answer = client.post(
        reverse(ADD), {**TYPED, "name": "周新", "birth_date": "1971", "id_number": factories.id_number(8)}
    )
    assert answer.status_code == 409
    assert "1971" in answer.content.decode()


def test_who_was_erased_here_is_not_taken_in_again(people, client):
    actions.erase(entries=[people.entry], organisation=people.district, why="来信要求", by=people.zhao)
    answer = client.post(
        reverse(ADD), {**TYPED, "birth_date": "", "id_number": factories.id_number(1), "seen": ""}
    )
    assert answer.status_code == 409
    assert "曾要求从本库删除" in answer.content.decode()


def test_nobody_of_another_registry_is_shown(people, client):
    client.force_login(people.li)
    client.post(reverse(ADD), TYPED)
    assert PersonEntry.objects.filter(source__startswith="hand:", organisation=people.society).exists()
