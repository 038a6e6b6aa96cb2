"""Every frame reads its own ``yes`` sentences and none of its ``no`` sentences; where frames give way to patterns."""

from __future__ import annotations

import pytest

from kg.errors import LexiconError
from kg.facts.drafts import Draft
from kg.facts.events import find_events, open_telling
from kg.facts.frames import Frame, default_frames, load_frames
from kg.facts.grammar import default_grammar, parse_markup
from kg.facts.settling import settle
from kg.facts.verb_frames import find_frame_drafts
from tests.fact_examples import make_example

FRAMES = default_frames().all


def read(frame: Frame, example: str) -> list[Draft]:
    article, mentions, sentences, times = make_example(example)
    telling = open_telling(article, mentions, sentences, times)
    drafts = [d for d in find_frame_drafts(telling) if d.extractor == f"event/frame/{frame.id}"]
    return [d for d in drafts if not settle(d, telling)]


@pytest.mark.parametrize(
    ("frame", "example"), [pytest.param(f, e, id=f"{f.id}-{i}") for f in FRAMES for i, e in enumerate(f.yes)]
)
def test_frame_reads(frame: Frame, example: str) -> None:
    (draft,) = read(frame, example)
    _, mentions, _, slots = parse_markup(example)
    sides = {"subject": frame.subject, "object": frame.object}
    want = {
        (side.name, mention.text)
        for mention, slot in zip(mentions, slots, strict=True)
        if (side := sides.get(slot)) is not None and side.name
    }
    assert {(argument.role, argument.filler.text) for argument in draft.arguments} == want
    assert draft.type == frame.type


@pytest.mark.parametrize(
    ("frame", "example"), [pytest.param(f, e, id=f"{f.id}-{i}") for f in FRAMES for i, e in enumerate(f.no)]
)
def test_frame_leaves(frame: Frame, example: str) -> None:
    assert read(frame, example) == []


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        # what is announced is told itself
        ("昨日，[华岳集团|Company]宣布投资5亿元建设[澄江基地|Project]。", ["Investment"]),
        # the day is that of the words
        ("[何知远|Person]今日表示，计划走访[临溪新区|Site]。", []),
        ("有望，[东岭省统计局|PublicBody]昨日或将发布报告。", []),
        # an account of years
        ("近年来，[东岭省商务厅|PublicBody]发布了三份指南。", []),
        # who says it has no part in it
        ("[何知远|Person]昨日表示，[东岭省商务厅|PublicBody]18日发布了外贸形势报告。", ["Announcement"]),
    ],
)
def test_where_frames_give_way(sentence: str, events: list[str]) -> None:
    assert [event.type for event in find_events(*make_example(sentence))] == events


def test_a_subject_is_carried_and_its_partner_named() -> None:
    text = "昨日，[何知远|Person]在[临溪会堂|Site]同来访的[南屿|AdministrativeArea]总统[苏晚晴|Person]举行会谈。"
    (event,) = find_events(*make_example(text))
    assert {(a.role, a.filler.text) for a in event.arguments} >= {("attendee", "何知远"), ("attendee", "苏晚晴")}


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (
            'id = "a"\ntype = "Party"\nverbs = ["庆祝"]\nconfidence = 0.8\nyes = ["他庆祝。"]',
            "a type that does not exist",
        ),
        ('id = "a"\ntype = "Visit"\nverbs = []\nconfidence = 0.8\nyes = ["他庆祝。"]', "no verbs"),
        ('id = "a"\ntype = "Visit"\nverbs = ["看"]\nasks = ["all"]\nconfidence = 0.8\nyes = ["他看。"]', "asks"),
        (
            'id = "a"\ntype = "Visit"\nverbs = ["看"]\nsubject = { role = "winner", types = "Person" }\n'
            'confidence = 0.8\nyes = ["他看。"]',
            "no role 'winner'",
        ),
        (
            'id = "a"\ntype = "Visit"\nverbs = ["看"]\nsubject = { role = "investor", types = "Person" }\n'
            'confidence = 0.8\nyes = ["他看。"]',
            "investor is a role of Investment only",
        ),
        ('id = "a"\ntype = "Visit"\nverbs = ["看"]\nyes = ["他看。"]', "confidence"),
    ],
)
def test_bad_rows_are_named(row: str, cause: str) -> None:
    text = f"[words]\ngoverned = '不'\ngoes_on = '的'\n[[frame]]\n{row}\n"
    with pytest.raises(LexiconError, match=cause) as caught:
        load_frames(text, "frames.toml", default_grammar())
    assert str(caught.value).startswith("frames.toml, frame 'a': ")
