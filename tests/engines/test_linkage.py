"""Who is the same person: what must hold for any lists, and what Chinese lists bring."""

import random
from dataclasses import replace
from datetime import date

import pytest
import splink
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines import linkage
from jinguo.engines.linkage.comparisons import COMPARISONS, comparison_of
from jinguo.engines.linkage.learning import learn
from jinguo.errors import Refused
from jinguo.phrases import catalogue, say

NAMES = [
    "王芳",
    "王丽",
    "李娜",
    "李丽",
    "张伟",
    "張偉",
    "单晓丽",
    "單曉麗",
    "单小莉",
    "欧阳娜娜",
    "王?",
    "刘㛃",
    "Wang,Fang",
    "Li-Na",
    "陈静",
]
ROWS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "birth_date": st.sampled_from(["1984-03-11", "1984.03", "1984", "", "1971-12"]),
        "unit": st.sampled_from(["北京大学", "北大化学学院", "南京大学", ""]),
        "phone": st.sampled_from(["13812345678", "13912345678", ""]),
        "id_number": st.sampled_from(["11010519491231002X", "440524188001010014", "110105194912310021", ""]),
    }
)


def numbered(rows):
    return [{"id": f"R{place:03}", **row} for place, row in enumerate(rows)]


def told(found):
    return {(pair.left, pair.right): round(pair.probability, 6) for pair in found}


def between(one, other, **more):
    """The pair that two records make, whatever its probability."""
    rows = [{"id": "1", **one}, {"id": "2", **other}, {"id": "3", "name": "赵六", **more}]
    loosest = replace(linkage.LOOSE, at_least=0.0)
    return next(p for p in linkage.pairs(rows, rules=loosest) if (p.left, p.right) == ("1", "2"))


@settings(max_examples=5, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_their_sides_matter(rows, chance):
    rows = numbered(rows)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert told(linkage.pairs(rows, rules="loose")) == told(linkage.pairs(shuffled, rules="loose"))

    half = len(rows) // 2
    across = told(linkage.pairs(rows[:half], rows[half:], rules="loose")) if half else {}
    back = told(linkage.pairs(rows[half:], rows[:half], rules="loose")) if half else {}
    assert across == {(right, left): p for (left, right), p in back.items()}


@settings(max_examples=5, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=10))
def test_two_valid_numbers_never_meet_in_one_person(rows):
    rows = numbered(rows)
    found = linkage.pairs(rows)
    numbers = {row["id"]: row["id_number"] for row in rows if not row["id_number"].endswith("0021")}

    for person in found.persons():
        assert len({numbers.get(one) for one in person} - {None, ""}) <= 1


def test_an_exact_copy_is_always_found():
    rows = [
        {
            "id": f"{n:04}",
            "name": "王芳",
            "birth_date": "1984.03",
            "unit": "北京大学",
            "phone": f"1381234{n % 600:04}",
        }
        for n in range(1200)
    ]
    found = told(linkage.pairs(rows, rules=replace(linkage.LOOSE, at_least=0.0)))

    assert all((f"{n:04}", f"{n + 600:04}") in found for n in range(600))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("王丽", "王　丽", "same"),
        ("單曉麗", "单晓丽", "same"),
        ("王丽娜（曾用名：王红）", "王红", "former"),
        ("王晓丽", "王小莉", "sound"),
        ("单丽", "Shan Li", "sound"),
        ("单丽", "Dan Li", "sound"),
        ("王晓丽", "Xiaoli Wang", "sound"),
        ("刘㛃", "刘?", "lost"),
        ("王㛃丽", "王□丽", "lost"),
        ("王晴", "王睛", "looks"),
        ("王丽娜", "王娜丽", "order"),
        ("陈珊", "陈三", "sounds_nearly"),
        ("王晓丽", "王晓", "part"),
        ("王晓丽", "王晓东", "part"),
        ("王晓丽", "王建国", "family"),
        ("王晓丽", "赵建国", "other"),
    ],
)
def test_names_agree_to_a_level(one, other, level):
    assert between({"name": one}, {"name": other}).levels["name"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1984-03-11", "1984年3月11日", "same"),
        ("1984.03", "30752", "month"),
        ("1984-03-11", "1984-03-12", "near"),
        ("1984-03-11", "1984-11-03", "near"),
        ("1984", "1984.03", "year"),
        ("1984.05", "1984.03", "other_month"),
        ("1984.03", "1985.03", "near_year"),
        ("1984.03", "1971.12", "other"),
        ("1984.03", "不详", "nothing"),
        (date(1984, 3, 11), "19840311", "same"),
    ],
)
def test_dates_agree_to_a_level(one, other, level):
    found = between({"name": "王丽", "birth_date": one}, {"name": "王丽", "birth_date": other})
    assert found.levels["birth_date"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("11010519491231002X", "１１０１０５１９４９１２３１００２x", "same"),
        ("11010519491231002X", "110105491231002", "same"),
        ("11010519491231002X", "110105194912310000", "near"),
        ("11010519491231002X", "11010519491231020X", "near"),
        ("11010519491231002X", "440524188001010014", "other"),
        ("110105194912310021", "110105194912310021", "nothing"),
        ("11010519491231002X", "1.10105E+17", "nothing"),
    ],
)
def test_a_number_that_does_not_hold_is_no_proof(one, other, level):
    found = between({"name": "王丽", "id_number": one}, {"name": "王丽", "id_number": other})
    assert found.levels["id_number"] == level


def test_what_a_valid_number_tells_completes_the_record():
    found = linkage.clean(
        [{"id": "1", "name": "王丽", "birth_date": "1950.01", "id_number": "11010519491231002X"}]
    )
    assert (found.rows()[0]["birth"], found.rows()[0]["sex"]) == ("19491231", "F")


def test_rare_values_say_more_than_common_ones():
    rows = [{"id": f"{n:03}", "name": "王芳" if n < 60 else f"王{chr(0x4E00 + n)}"} for n in range(200)]
    rows += [{"id": "x", "name": "王芳"}, {"id": "y", "name": rows[100]["name"]}]
    found = {
        (p.left, p.right): p.weights["name"]
        for p in linkage.pairs(rows, rules=replace(linkage.LOOSE, at_least=0.0))
    }

    assert found["100", "y"] > found["000", "x"] + 4


def western(total, seed=5):
    """Names, addresses and numbers in letters, a third of them twice with slips; and the true pairs."""
    draw = random.Random(seed)
    word = lambda k: "".join(draw.choices("abcdefghijklmnoprstuvw", k=k))  # noqa: E731
    families, givens, streets = ([word(k) for _ in range(n)] for k, n in ((7, 300), (6, 120), (9, 400)))
    rows, truth = [], set()
    for place in range(total):
        row = {
            "id": f"{place}a",
            "given_name": draw.choice(givens),
            "family_name": draw.choice(families),
            "birth_date": f"{draw.randint(1930, 2005)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}",
            "address": f"{draw.randint(1, 200)} {draw.choice(streets)} street",
            "postcode": str(draw.randint(1000, 1600)),
        }
        rows.append(row)
        if place % 3 == 0:
            copy, field = {**row, "id": f"{place}b"}, draw.choice(list(row)[1:])
            spot = draw.randrange(len(copy[field]))
            copy[field] = copy[field][:spot] + draw.choice("abc123") + copy[field][spot + 1 :]
            copy[draw.choice(["postcode", "address", "given_name"])] = ""
            rows.append(copy)
            truth.add((f"{place}a", f"{place}b"))
    return rows, truth


def test_lists_in_letters_are_linked_from_the_fields_they_have_and_the_model_serves_again():
    rows, truth = western(1500)
    found = linkage.pairs(rows)
    pairs = set(told(found))
    assert len(pairs & truth) / len(truth) > 0.98
    assert len(pairs & truth) / len(pairs) > 0.99
    assert found.model.origin == "learnt"

    stored = linkage.Model.from_json(found.model.as_json())
    assert stored == found.model
    assert told(linkage.pairs(rows, model=stored)) == told(found)


def test_splink_gives_the_same_weights_to_the_same_pairs():
    """An implementation that is not ours reads the model and agrees on every level of every pair."""
    rows, _ = western(300)
    found = linkage.pairs(rows, rules=replace(linkage.LOOSE, at_least=0.0))
    plain = found.model.settings()
    for comparison in plain["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("tf_adjustment_column", None), level.pop("tf_adjustment_weight", None)
    con = found.workspace.con
    con.execute(
        "CREATE TABLE blocked AS SELECT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM pairs"
    ).fetchall()
    database = splink.DuckDBAPI(connection=con)
    linker = splink.Linker(database.register(con.table("records")), plain)
    linker.table_management.register_blocked_pairs_for_predict(database.register(con.table("blocked")))
    theirs = linker.inference.predict(warning_mode="never").as_record_list()

    assert len(theirs) == len(found) > 90
    places = {
        pair: place for place, pair in enumerate(zip(found.levels.left, found.levels.right, strict=True))
    }
    for row in theirs:
        place = places[row["uid_l"], row["uid_r"]]
        for field, levels in found.levels.of.items():
            level = levels[place]
            ours = found.model.fields[field][level].weight if level >= 0 else 0.0
            assert row[f"mw_{field}"] == pytest.approx(ours, abs=1e-6)


def test_the_number_of_threads_changes_nothing():
    rows, _ = western(450)
    texts = set()
    for threads in (1, 2, 4):
        workspace = linkage.linking.Workspace(linkage.clean(rows))
        workspace.con.execute(f"SET threads = {threads}").fetchall()
        workspace.block()
        levels = workspace.levels()
        workspace.random_pairs(20_000, 1)
        texts.add(learn(workspace, levels, workspace.levels("chance")).as_json())
    assert len(texts) == 1


def test_short_lists_use_the_stated_shares_and_say_so():
    found = linkage.pairs(numbered([{"name": "王丽"}, {"name": "王丽"}]))
    assert found.model.origin == "default"
    assert [reason.code for reason in found.reasons] == ["linkage_default_model"]


def test_a_search_ranks_the_likeliest_first():
    rows = numbered(
        [
            {"name": "王芳", "unit": "南京大学"},
            {"name": "單曉麗", "unit": "北大"},
            {"name": "单丽", "unit": ""},
        ]
    )
    found = linkage.search({"name": "单小丽", "unit": "北京大学化学学院"}, rows)
    assert next(pair.right for pair in found) == "R001"


def test_the_strict_rules_want_two_fields():
    rows = numbered([{"name": "欧阳㛃㛃"}, {"name": "欧阳㛃㛃"}])
    strict = replace(linkage.STRICT, at_least=0.0)
    assert len(linkage.pairs(rows, rules=strict)) == 1  # there is but one field
    rows = numbered([{"name": "欧阳㛃㛃", "unit": "北京大学"}, {"name": "欧阳㛃㛃", "unit": "南京大学"}])
    assert len(linkage.pairs(rows, rules=strict)) == 0


def test_cleaned_rows_are_taken_as_they_are():
    rows = numbered(
        [
            {"name": "單曉麗", "birth_date": "1984.03", "other:工号": "A1"},
            {"name": "单晓丽", "birth_date": "1984.03", "other:工号": "A1"},
        ]
    )
    cleaned = linkage.clean(rows)
    again = linkage.Cleaned.of(cleaned.rows(), cleaned.others)
    assert told(linkage.pairs(again)) == told(linkage.pairs(rows)) != {}


def test_the_reasons_add_up_and_every_level_has_its_sentence():
    pair = between({"name": "王丽", "birth_date": "1984.03"}, {"name": "王莉", "birth_date": "1984-03-11"})
    steps = linkage.waterfall(pair)
    assert steps[-1].total == pytest.approx(pair.weight)
    assert (
        say(linkage.explain(pair)[0], "zh-Hans") == "出生日期：年月相同，一处没有日（1984-03 / 1984-03-11）。"
    )

    known = {f"linkage_{one.field}_{level.code}" for one in COMPARISONS for level in one.levels}
    known |= {f"linkage_other_{level.code}" for level in comparison_of("other_1").levels}
    written = {code for code in catalogue() if code.startswith("linkage_")}
    assert known <= written
    fields = tuple(f"linkage_{one.field}_" for one in COMPARISONS)
    assert {code for code in written if code.startswith(fields)} <= known


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "linkage_empty"),
        ([{"name": "王丽"}], "linkage_no_id"),
        ([{"id": "1", "name": "王丽"}, {"id": "1", "name": "王莉"}], "linkage_id_twice"),
        ([{"id": "", "name": "王丽"}], "linkage_id_missing"),
        ([{"id": "1", "nmae": "王丽"}], "linkage_unknown_field"),
        ([{"id": "1", "name": float("nan")}], "linkage_nothing_to_compare"),
    ],
)
def test_lists_that_cannot_be_used_are_refused(rows, code):
    with pytest.raises(Refused) as refused:
        linkage.pairs(rows)
    assert refused.value.reasons[0].code == code


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x"}'])
def test_a_model_that_is_none_is_refused(text):
    with pytest.raises(Refused):
        linkage.Model.from_json(text)
