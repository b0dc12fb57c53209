"""Affinities: their bounds, what changes nothing, what speaks for them."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.expertise import (
    AffinityRules,
    CharacterNGrams,
    Embedded,
    Profile,
    affinities,
    load_similarity,
)
from jinguo.engines.expertise.parts import keyword_similarity
from jinguo.errors import Refused

NOMINATIONS = (
    Profile("N1", ("1502520", "15030"), ("稀土发光材料",), "从事稀土发光材料的合成，研究固体化学。"),
    Profile("N2", ("13025",), ("湍流",), "Turbulence and fluid mechanics，流体力学数值模拟"),
    Profile("N3", ("21030",), (), ""),
)
EXPERTS = (
    Profile("E1", ("15025",), ("稀土发光",), "稀土固体化学与发光材料"),
    Profile("E2", ("130",), ("湍流", "燃烧"), "湍流，fluid mechanics"),
    Profile("E3", ("210",), ("玉米育种",), "玉米"),
    Profile("E4"),
)


def table(found) -> dict[tuple[str, str], Decimal]:
    return {(pair.item, pair.reviewer): pair.affinity for pair in found.pairs}


def test_each_nomination_finds_its_expert():
    found = table(affinities(NOMINATIONS, EXPERTS))

    assert {
        max((value, pair) for pair, value in found.items() if pair[0] == item)[1]
        for item in ("N1", "N2", "N3")
    } == {
        ("N1", "E1"),
        ("N2", "E2"),
        ("N3", "E3"),
    }
    assert all(reviewer != "E4" for _, reviewer in found)


def test_agreement_counts_by_level_and_by_the_place_of_the_discipline():
    rules = AffinityRules(keywords=Decimal(0), texts=Decimal(0))
    nomination = Profile("N", ("1502520", "210"))
    experts = [
        Profile("same", ("1502520",)),
        Profile("second", ("15025",)),
        Profile("first", ("150",)),
        Profile("other", ("210",)),
    ]

    found = table(affinities([nomination], experts, rules))

    # the first discipline counts 2/3, the second 1/3; level 3 is worth 1, level 2 0.75, level 1 0.4
    assert found == {
        ("N", "same"): Decimal("0.666667"),
        ("N", "second"): Decimal("0.500000"),
        ("N", "first"): Decimal("0.266667"),
        ("N", "other"): Decimal("0.133333"),
    }


def test_what_a_nomination_lacks_is_left_out_and_what_an_expert_lacks_is_nothing():
    rules = AffinityRules(codes=Decimal(1), keywords=Decimal(1), texts=Decimal(0))
    experts = [Profile("E1", ("110",), ("群论",)), Profile("E2", ("110",))]

    found = table(affinities([Profile("A", ("110",)), Profile("B", ("110",), ("群论",))], experts, rules))

    assert found == {
        ("A", "E1"): Decimal("0.400000"),
        ("A", "E2"): Decimal("0.400000"),
        ("B", "E1"): Decimal("0.700000"),
        ("B", "E2"): Decimal("0.200000"),
    }


def test_the_evidence_names_codes_keywords_and_words():
    evidence = affinities(NOMINATIONS, EXPERTS).evidence("N1", "E1")

    assert [(match.item_code, match.reviewer_code, match.level) for match in evidence.codes] == [
        ("1502520", "15025", 2),
        ("15030", "15025", 1),
    ]
    assert [(match.item_keyword, match.reviewer_keyword) for match in evidence.keywords] == [
        ("稀土发光材料", "稀土发光")
    ]
    assert {"稀土", "发光", "材料"} <= {term.word for term in evidence.terms}
    assert [reason.code for reason in evidence.reasons()] == [
        "affinity_discipline",
        "affinity_discipline",
        "affinity_keywords",
        "affinity_words",
    ]
    with pytest.raises(KeyError):
        affinities(NOMINATIONS, EXPERTS).evidence("N1", "E4")


def test_a_pair_is_given_for_its_affinity_its_place_or_its_discipline():
    rules = AffinityRules(keywords=Decimal(0), texts=Decimal(0), threshold=Decimal("0.5"), top=1)
    experts = [Profile("E1", ("110",)), Profile("E2", ("1101410",)), Profile("E3", ("210",))]
    nominations = [Profile("N", ("1101410",))]

    assert [pair.reviewer for pair in affinities(nominations, experts, rules).pairs] == ["E2", "E1"]
    second = rules.model_copy(update={"in_discipline": 2})
    assert [pair.reviewer for pair in affinities(nominations, experts, second).pairs] == ["E2"]


@pytest.mark.parametrize("similarity", [None, CharacterNGrams()])
def test_the_order_of_the_lists_changes_nothing(similarity):
    shuffled = random.Random(7)
    nominations, experts = (
        list(NOMINATIONS),
        [Profile(e.id, e.codes[::-1], e.keywords[::-1], e.text) for e in EXPERTS],
    )
    shuffled.shuffle(nominations)
    shuffled.shuffle(experts)

    assert table(affinities(nominations, experts, similarity=similarity)) == table(
        affinities(NOMINATIONS, EXPERTS, similarity=similarity)
    )


CODES = st.lists(
    st.sampled_from(["110", "11014", "1101410", "130", "13025", "999"]), max_size=3, unique=True
).map(tuple)
WORDS = st.lists(st.sampled_from(["群论", "有限群论", "流体", "laser", "激光", ""]), max_size=3).map(tuple)
TEXTS = st.lists(st.sampled_from(["群论", "流体", "力学", " laser ", "，", "数值"]), max_size=5).map("".join)


def profiles(letter: str):
    facts = st.lists(st.tuples(CODES, WORDS, TEXTS), max_size=4)
    return facts.map(lambda rows: [Profile(f"{letter}{n}", *row) for n, row in enumerate(rows)])


@settings(max_examples=60, deadline=None)
@given(profiles("N"), profiles("E"), st.randoms(use_true_random=False))
def test_affinities_lie_between_0_and_1_and_do_not_depend_on_order(nominations, experts, chance):
    rules = AffinityRules(threshold=Decimal(0), top=10)
    found = affinities(nominations, experts, rules, similarity=CharacterNGrams())
    chance.shuffle(nominations)
    chance.shuffle(experts)

    assert table(affinities(nominations, experts, rules, similarity=CharacterNGrams())) == table(found)
    for pair in found.pairs:
        assert 0 <= pair.affinity <= 1
        assert pair.affinity.as_tuple().exponent == -6
        evidence = found.evidence(pair.item, pair.reviewer)
        assert all(
            0 <= part <= 1 for part in (evidence.codes_part, evidence.keywords_part, evidence.texts_part)
        )


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_similarity_of_keywords_is_symmetric(one, other):
    assert keyword_similarity(one, other) == keyword_similarity(other, one)
    assert 0 <= keyword_similarity(one, other) <= 1


def letters(texts):
    """An embedding by counting letters: crude, and a real one in form."""
    return np.array([[text.count(letter) for letter in "abc"] for text in texts])


def test_a_back_end_is_named_by_a_dotted_path():
    assert load_similarity("jinguo.engines.expertise.similarity.TfIdf").name == "tfidf-jieba-ngrams"
    with pytest.raises(Refused) as refused:
        load_similarity("jinguo.engines.expertise.similarity:Nobody")
    assert refused.value.reasons[0].code == "similarity_unknown"
    with pytest.raises(Refused) as refused:
        load_similarity("decimal:ROUND_HALF_UP")
    assert refused.value.reasons[0].code == "similarity_unfit"


def test_sentence_embeddings_take_the_place_of_words():
    rules = AffinityRules(codes=Decimal(0), keywords=Decimal(0), threshold=Decimal(0))
    found = affinities(
        [Profile("N", text="aab")], [Profile("E1", text="aab"), Profile("E2", text="ccc"), Profile("E3")], rules, similarity=Embedded(letters)
    )  # fmt: skip

    assert table(found) == {("N", "E1"): Decimal("1.000000")}
    assert found.evidence("N", "E1").terms == ()


def test_vectors_that_are_none_are_refused():
    with pytest.raises(Refused) as refused:
        Embedded(lambda texts: np.full((len(texts), 2), np.nan)).compare(["a"], ["b"])

    assert refused.value.reasons[0].code == "similarity_not_vectors"


def test_an_id_twice_is_refused():
    with pytest.raises(Refused) as refused:
        affinities([Profile("N"), Profile("N")], EXPERTS)

    assert refused.value.reasons[0].code == "profile_twice"


def test_nobody_and_nothing_are_taken():
    assert affinities([], []).pairs == ()
    assert affinities(NOMINATIONS, []).pairs == ()
    assert affinities([], EXPERTS).pairs == ()


def test_the_dictionary_is_loaded_quietly_and_leaves_no_file(tmp_path):
    program = "from jinguo.engines.expertise.words import words; import sys; assert 'jieba' not in sys.modules; print(words('流体力学的数值模拟'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": "src", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip

    assert done.stderr == ""
    assert done.stdout == "['流体力学', '数值', '模拟']\n"
    assert list(tmp_path.iterdir()) == []
