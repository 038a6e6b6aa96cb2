"""The slot grammar: masking keeps offsets, slots find their mentions, bad rules say where they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LexiconError
from kg.facts.grammar import default_grammar, load_grammar, parse_markup
from kg.facts.masking import mask_text
from kg.facts.people import fold_titles
from kg.facts.rules import EVERY, load_rules, match_rules
from kg.model import Mention, Part, Span, Time
from kg.ontology import load_ontology
from kg.text import split_sentences

GRAMMAR = default_grammar()


def rule_of(pattern: str, *, cues: tuple[str, ...] = (EVERY,)) -> str:
    listed = ", ".join(f'"{cue}"' for cue in cues)
    return f"""[[rule]]
id = "test/1"
pattern = '{pattern}'
cues = [{listed}]
confidence = 0.9
yes = ["[澄江|Company]开工"]
"""


def slots_of(pattern: str, example: str) -> list[dict[str, list[str]]]:
    text, mentions, spans, _ = parse_markup(example)
    times = [Time(None, None, "vague", span.of(text), span) for span in spans]
    view = mask_text(text, mentions, times, GRAMMAR)
    rules = load_rules(rule_of(pattern), "test.toml", GRAMMAR)
    return [
        {slot: [m.text for m in got] for slot, got in match.slots.items()}
        for match in match_rules(rules, view, split_sentences(text))
    ]


@pytest.mark.parametrize(
    ("pattern", "example", "expected"),
    [
        (  # a class takes its subclasses
            "{subject:Organization}开工",
            "[澄江锂业|Company]开工，[东岭大学|Institution]开工。",
            [{"subject": ["澄江锂业"]}, {"subject": ["东岭大学"]}],
        ),
        ("{subject:Company}开工", "[东岭大学|Institution]开工。", []),
        ("{subject:Company|Institution}开工", "[东岭大学|Institution]开工。", [{"subject": ["东岭大学"]}]),
        (  # a list, with and without description
            "{attendee:Person+}到会",
            "[何知远|Person]、[苏晚晴|Person]和[林远山|Person]到会。",
            [{"attendee": ["何知远", "苏晚晴", "林远山"]}],
        ),
        (
            "{attendee:Person~}到会",
            "[何知远|Person]、著名学者[苏晚晴|Person]到会。",
            [{"attendee": ["何知远", "苏晚晴"]}],
        ),
        (  # side by side: the last one fills the slot
            "在{place:Place>}开工",
            "在[东岭|AdministrativeArea][临溪|AdministrativeArea]开工。",
            [{"place": ["临溪"]}],
        ),
        ("{:Time}，{subject:Company}开工", "[昨日|Time]，[澄江锂业|Company]开工。", [{"subject": ["澄江锂业"]}]),
        (  # quotation marks round a name and a bracket that only shortens it do not stand in the way
            "{subject:Company}开工",
            "[澄江锂业有限公司|Company]（以下简称“[澄江锂业|Company]”）开工，“[楚江|Company]”开工。",
            [{"subject": ["澄江锂业有限公司"]}, {"subject": ["楚江"]}],
        ),
        ("会议由{^Person}{0,5}主持", "会议由[何知远|Person]主持。", []),
        ("{subject:Company}{IN}{0,9}开工", "[澄江锂业|Company]停产，新厂开工。", []),  # one clause
        ("{subject:Company}{0,1}开工", "今日开工。下周[澄江|Company]停工。", [{}]),
    ],
)
def test_pattern(pattern: str, example: str, expected: list[dict[str, list[str]]]) -> None:
    assert slots_of(pattern, example) == expected


def test_rules_stay_within_a_sentence() -> None:
    assert slots_of("{subject:Company}[^x]{0,9}开工", "[澄江锂业|Company]停产。新厂开工。") == []


@pytest.mark.parametrize(
    ("example", "folded"),
    [
        (
            "[东岭市|AdministrativeArea]副市长[陈某|Person]，[青石区委|PublicBody]书记[杨某|Person]、区长[林某|Person]等",
            "陈某，杨某、林某等",
        ),
        ("会议由市长[何知远|Person]主持", "会议由何知远主持"),
        ("会见总统[何知远|Person]", "会见何知远"),
        ("[临溪金融业联合会|Association][何知远|Person]秘书长等", "何知远等"),
        ("[何知远|Person]（右二）出席", "何知远出席"),
        ("市委书记、专项工作组组长[何知远|Person]出席", "何知远出席"),
        ("[澄江锂业|Company]董事长[何知远|Person]、总裁[苏晚晴|Person]参加", "何知远、苏晚晴参加"),
    ],
)
def test_fold_titles(example: str, folded: str) -> None:
    text, mentions, _, _ = parse_markup(example)
    view = fold_titles(mask_text(text, mentions, [], GRAMMAR))
    assert "".join(view.words(i, i + 1) for i in range(len(view.text))) == folded


def test_maximal_mentions_win_and_same_spans_share_a_character() -> None:
    text = "中央、省委"
    outer = Mention("a", Span(0, 2), "中央", "PublicBody", 0.9, "x", name="中共中央")
    inner = Mention("a", Span(1, 2), "央", "PublicBody", 0.9, "x")
    twin = Mention("a", Span(0, 2), "中央", "PublicBody", 0.8, "x", name="党中央")
    headline = Mention("a", Span(3, 5), "省委", "PublicBody", 0.8, "x", part=Part.HEADLINE)
    view = mask_text(text, [inner, twin, outer, headline], [], GRAMMAR)
    assert [m.name for m in view.fillers[0]] == ["中共中央", "党中央"]
    assert view.words(1, 4) == "、省委"


@given(
    st.text(alphabet="甲乙“”（）《》，。、\n\ue000\ue009\uf8ff 称简以下", max_size=40),
    st.integers(0, 39),
    st.integers(1, 5),
)
def test_masking_never_loses_its_place(text: str, start: int, length: int) -> None:
    mentions = []
    if start < len(text):
        span = Span(start, min(len(text), start + length))
        mentions = [Mention("a", span, span.of(text), "Company", 1.0, "x")]
    view = mask_text(text, mentions, [], GRAMMAR)
    for i, (a, b) in enumerate(zip(view.starts, view.ends, strict=True)):
        assert 0 <= a < b <= len(text)
        private = re.match("[\ue000-\uf8ff]", view.text[i])
        assert (private is not None) == (i in view.fillers)
    assert list(view.starts) == sorted(view.starts)


def test_classes_are_those_of_the_ontology() -> None:
    ontology = load_ontology()
    for name, subclasses in GRAMMAR.classes.items():
        if name != "Time":
            assert {
                s for s in GRAMMAR.classes if s != "Time" and s in ontology.terms and _is_a(ontology, s, name)
            } == set(subclasses)


def _is_a(ontology: object, name: str, parent: str) -> bool:
    terms = ontology.terms  # type: ignore[attr-defined]
    return name == parent or any(_is_a(ontology, p, parent) for p in terms[name].parents)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rule_of("{subject:Firm}开工"), "unknown class or macro"),
        (rule_of("{NOWHERE}开工"), "unknown class or macro"),
        (rule_of("{subject:Company}(开工"), "missing \\)"),
        (rule_of("{subject:Company}开工", cues=("停工",)), "no cue in the example"),
        (rule_of("开工").replace("0.9", "1.9"), "not in"),
        (rule_of("开工").replace("cues", "clues"), "cues is missing"),
        (rule_of("开工") + rule_of("停工"), "used twice"),
        ("[[rule]\n", "test.toml"),
    ],
)
def test_bad_rule_says_where(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message) as caught:
        load_rules(text, "test.toml", GRAMMAR)
    assert "test.toml" in str(caught.value)


def test_bad_class_table() -> None:
    with pytest.raises(LexiconError, match="unknown subclass"):
        load_grammar('[classes]\nPerson = ["Nobody"]\n[macros]\n', "grammar.toml")
