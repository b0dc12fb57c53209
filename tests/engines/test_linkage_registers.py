"""Records that are new in a register: compared with one another and with all that was there."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.test_linkage import ROWS, numbered

from jinguo.engines import linkage
from jinguo.engines.linkage.blocking import block, keys_for
from jinguo.engines.linkage.workspace import Workspace

ALL = linkage.Rules("all", 0.0, agreeing=0, contradicted=True)


def ends(found):
    return {frozenset((pair.left, pair.right)) for pair in found}


@given(rows=st.lists(ROWS, min_size=2, max_size=14), new=st.integers(1, 13))
@settings(max_examples=12, deadline=None)
def test_new_records_find_what_the_whole_register_finds_of_them(rows, new):
    listed = numbered(rows)
    new = min(new, len(listed) - 1)
    whole = ends(linkage.pairs(listed, rules=ALL))
    found = linkage.pairs(listed[:new], listed[new:], within=True, rules=ALL)

    fresh = {row["id"] for row in listed[:new]}
    assert ends(found) == {pair for pair in whole if pair & fresh}


def test_blocking_takes_pairs_inside_the_new_ones_and_across():
    names = [
        f"{family}{given}" for family in "王李张刘陈杨赵黄周吴" for given in ("芳", "丽娜", "晓兰", "桂英")
    ]
    rows = numbered(
        {"name": name, "birth_date": f"19{60 + n % 30}-03", "unit": "北京大学"}
        for n, name in enumerate(names * 6)
    )

    workspace = Workspace(linkage.clean(rows[:60]), linkage.clean(rows[60:]), within=True)

    assert workspace.all_pairs == 60 * 180 + 60 * 59 // 2
    assert workspace.all_across() == workspace.all_pairs == len(workspace.levels())
    made = block(workspace.con, keys_for(workspace.filled, 0), workspace.filled, lefts=60, within=True)
    left, right = workspace.con.execute("SELECT max(l), count(*) FILTER (r < 60) FROM pairs").fetchone()
    assert made > 0
    assert left < 60
    assert right > 0


def test_blind_indices_of_telephones_are_equal_or_not():
    rows = [
        {"id": "1", "name": "王芳", "phone_index": "6162", "id_index": "aa"},
        {"id": "2", "name": "王放", "phone_index": "6162"},
        {"id": "3", "name": "李娜", "phone_index": "6163", "id_index": "ab"},
    ]

    found = {(pair.left, pair.right): pair.levels for pair in linkage.pairs(rows, rules="loose")}

    assert found["1", "2"]["phone"] == "same"
    assert found["1", "2"]["id_number"] == "nothing"


def test_of_records_chosen_out_of_many_a_frequent_name_says_less():
    query = {"name": "王芳", "unit": "北京大学"}
    row = {"id": "1", "name": "王芳", "unit": "北京大学"}

    def weight(share):
        known = linkage.Population(200_000, {"name": {"王芳": share}})
        [pair] = linkage.search(query, [row], population=known, rules=linkage.Rules("all", 0.0, agreeing=0))
        return pair.weights["name"]

    assert weight(0.000001) > weight(0.001) > weight(0.01)


def test_a_person_who_is_known_to_stand_there_often_makes_her_name_no_commoner():
    rows = [{"id": f"{n:02}", "name": "欧阳晓兰", "unit": f"单位{n}"} for n in range(6)]
    rows += [{"id": f"{n:02}", "name": f"王{given}"} for n, given in enumerate("甲乙丙丁戊己庚辛壬癸", 10)]

    def weight(known):
        found = linkage.pairs(rows[:1], rows[1:], within=True, rules=ALL, known=known)
        return next(pair.weights["name"] for pair in found if pair.right == "01")

    assert weight([0, 1, 1, 1, 1, 1, *range(10, 20)]) > weight(None)
