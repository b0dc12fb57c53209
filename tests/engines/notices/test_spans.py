"""Places of values: every span cuts the value's source out of the text, whatever the text is."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.notices import read
from jinguo.engines.notices.layout.text import bare

from .test_reading import CALL, PLAN

_PARTS = st.sampled_from(
    ["一、总体要求\n", "（一）", "1.", "不少于100名", "（责任单位：市科协、市妇联）", "：", "。", "\n", "\t", "附件\n", "2024年5月32日前报送", "一式",
     "关于评选的通知\n", "各区：\n", "二〇二四年一月一日\n", "《", "》", "（", "推荐3名", "年龄45岁以下", " ", "时长", "5分钟", "到2025年", "北京市科协\n", "a@b.cn"]
)  # fmt: skip


def _values(document: dict, pointer: str) -> object:
    value: object = document
    for part in pointer.strip("/").split("/"):
        value = value[int(part)] if isinstance(value, list) else value[part]  # type: ignore[index]
    return value


def _check(text: str) -> None:
    draft = read(text)
    for pointer, (start, end, sure) in draft.spans.items():
        assert 0 <= start <= end <= len(text)
        assert 0 <= sure <= 1
        value = _values(dict(draft.document), pointer)
        source = bare(text[start:end])
        if isinstance(value, str) and pointer not in ("/issue_date", "/inner_title"):
            assert bare(value) == source
        if isinstance(value, dict):
            for key in ("text", "heading", "label"):
                if value.get(key) and "measures" not in pointer and key != "label":
                    assert bare(str(value[key])).strip("*；。") in source or source in bare(str(value[key]))


@settings(max_examples=80, deadline=None)
@given(st.lists(_PARTS, max_size=40).map("".join))
def test_spans_hold_on_any_mix_of_fragments(text: str) -> None:
    _check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_reading_never_raises(text: str) -> None:
    _check(text)


def test_spans_hold_on_shuffled_documents() -> None:
    lines = (PLAN + CALL).splitlines(keepends=True)
    for seed in range(20):
        random.Random(seed).shuffle(lines)
        _check("".join(lines))


def test_spans_hold_on_whole_documents() -> None:
    _check(PLAN)
    _check(CALL)
