"""Headlines side by side, and how they are worded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.assign import Unit
from kg.articles.blocks import HeadLine
from kg.articles.handing import hand_out
from kg.articles.headlines import choose_headline
from kg.articles.sides import Pieces, find_sides, list_sides
from kg.articles.topics import load_topics, unify
from kg.articles.wording import BITS, hash_lines, load_wording, make_wording
from kg.errors import LexiconError
from kg.pages.breaks import load_breaks

FLOOD = "昨日，全市防汛工作会议举行，会议部署防汛备汛，要求落实防汛责任，确保安全度汛。"
RAILWAY = "记者获悉，城际铁路开始铺轨，目前铺轨施工进展顺利，铁路明年建成通车。"
LIBRARY = "本报讯 市图书馆新馆开馆迎客，新馆藏书百万册，读者凭身份证借阅图书。"


def make_pieces(lines: list[str], bodies: list[str]) -> Pieces:
    return Pieces([lines], bodies, unify(load_topics().read(bodies)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["全市防汛工作会议举行 城际铁路开始铺轨"], [("全市防汛工作会议举行", "城际铁路开始铺轨")]),
        (
            ["全市防汛工作会 城际铁路开始", "议昨日举行 铺轨施工"],
            [("全市防汛工作会", "城际铁路开始"), ("议昨日举行", "铺轨施工")],
        ),
        (
            ["全市防汛工作会 城际铁路开始 市图书馆新馆", "议昨日举行 铺轨施工 开馆迎客"],
            [("全市防汛工作会", "城际铁路开始", "市图书馆新馆"), ("议昨日举行", "铺轨施工", "开馆迎客")],
        ),
        (["城际铁路开始铺轨 目前施工进展顺利"], []),  # two halves of one
        (["城际铁路开始铺轨"], []),
        ([], []),
    ],
)
def test_headlines_side_by_side(lines: list[str], expected: list[tuple[str, ...]]) -> None:
    assert find_sides(lines, make_pieces(lines, [FLOOD, RAILWAY, LIBRARY])) == expected


def test_three_headlines_are_handed_out() -> None:
    lines = ["全市防汛工作会 城际铁路开始 市图书馆新馆", "议昨日举行 铺轨施工 开馆迎客"]
    units = [Unit(HeadLine(line, int(not at))) for at, line in enumerate(lines)]
    claims, inner = hand_out([units, [], [], []], [[0], [1], [2]], [FLOOD, RAILWAY, LIBRARY], [1, 1, 1])
    assert not inner
    assert ["".join(unit.line.text for unit in claim.units if unit.line) for claim in claims] == [
        "全市防汛工作会议昨日举行",
        "城际铁路开始铺轨施工",
        "市图书馆新馆开馆迎客",
    ]


@given(st.lists(st.text("会议铁路 书馆“”（）1a", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5))
def test_each_line_is_shared_out_whole(lines: list[str]) -> None:
    lines = [" ".join(line.split()) for line in lines]
    pieces = make_pieces(lines, [FLOOD, RAILWAY])
    if lines and pieces.may_be_more(lines):
        (one, _), *more = list_sides(lines, pieces)
        assert one == []
        for shares, features in more:
            parted = [sorted(word for part in share for word in part.split()) for share in shares]
            assert parted == [sorted(line.split()) for line in lines]
            assert all(np.isfinite(list(features.values())))
            assert all(any(head) for head in zip(*shares, strict=True))


def test_a_line_worded_like_a_kicker_is_no_part_of_the_main_headline() -> None:
    lines = [HeadLine("推动乡村文化活动走深走实", 1), HeadLine("澄川市组建百支宣讲队伍", 0)]
    assert choose_headline(lines, (0, 2), FLOOD, load_breaks()) == (
        "推动乡村文化活动走深走实",
        ("澄川市组建百支宣讲队伍",),
    )


def test_wording() -> None:
    wording = load_wording()
    assert len(wording.rate([])) == len(wording.join([])) == 0
    together, single = wording.rate(["我市举行防汛演练", "图书馆开馆"]), wording.rate(["图书馆开馆"])
    assert together[1] == pytest.approx(single[0])
    places, owner = hash_lines(["一二", "三"], [0, 1])
    assert ((places >= 0) & (places < 1 << BITS)).all()
    assert sorted(set(owner.tolist())) == [0, 1]
    scale, right = np.array(1.0), np.zeros(1 << BITS, np.int8)
    arrays = {"main": right, "main_scale": scale, "one": right[:3], "one_scale": scale}
    with pytest.raises(LexiconError, match=r"own\.npz: one: 65536 weights"):
        make_wording(arrays, "own.npz")
