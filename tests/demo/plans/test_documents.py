"""The demo's policies are read by the reader as they were meant."""

from __future__ import annotations

import pytest

from jinguo.demo.plans import association_opinions, city_action, other_papers
from jinguo.engines import notices


def test_the_citys_action_is_read_with_its_eight_departments():
    read = notices.read(city_action.document(), "", ()).document

    assert [measure["number"] for measure in read["measures"]] == [str(n) for n in range(1, 17)]
    assert read["issuers"] == list(city_action.ISSUERS)
    for measure, work in zip(read["measures"], city_action.WORKS, strict=True):
        assert measure["units"] == list(work.units), measure["number"]
    assert "市科委、云川高新区管委会" in read["measures"][0]["units"], "one organ with two names"


def test_the_associations_opinions_are_read_with_their_numbers():
    read = notices.read(association_opinions.document(), "", ()).document

    assert len(read["measures"]) == 21
    aims = [target["quantity"] for measure in read["measures"] for target in measure["targets"]]
    assert {1000, 100} <= set(aims)


@pytest.mark.parametrize("text", [other_papers.province(), other_papers.district()])
def test_the_other_policies_are_read_as_policies(text):
    read = notices.read(text, "", ()).document

    assert read["kind_of_document"] == "policy"
    assert read["doc_number"]
    assert len(read["measures"]) >= 9
