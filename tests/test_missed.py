"""What was not read from a text, and why: for auditing recall."""

from __future__ import annotations

import pytest

from kg.facts.events import find_events
from kg.facts.figures import find_figures
from kg.facts.missed import Miss, explain_misses
from kg.model import Claims, Reading
from tests.fact_examples import make_example, tag_example


def explain(marked: str) -> list[Miss]:
    article, mentions, sentences, times = make_example(marked)
    events = find_events(article, mentions, sentences, times)
    figures = find_figures(article, mentions, times, sentences, tag_example(article), events=events)
    return explain_misses(Reading(article, tuple(mentions), Claims(events=tuple(events), figures=tuple(figures))))


@pytest.mark.parametrize(
    ("marked", "blocked"),
    [
        ("天气很好。", "no name found"),
        ("[何知远|Person]很高兴。", "no rule fits"),
        ("昨日，各地要召开安全生产工作会议。", "Meeting 安全生产工作会议 (event_noun/holds): asked for, not reported"),
        (
            "[澄江锂业|Company]或将与[东岭大学|Institution]签署合作协议。",
            "Signing 澄江锂业与东岭大学签署合作协议 (event/signing/3): planned without a day",
        ),
        ("[临溪市|AdministrativeArea]每年举办茶博会。", "Exhibition 茶博会 (event_noun/holds): a habit"),
        ("[何知远|Person]主持会议。", "role of 何知远 (hosts/1, 主持): at no event that is told"),
        ("成交总额达12万元。", "figure “成交总额达12万元” 12万元: of nobody"),
        ("如果[何知远|Person]拿出12万元。", "figure 12万元: nothing says what it measures"),
    ],
)
def test_what_blocked(marked: str, blocked: str) -> None:
    (miss,) = explain(marked)
    assert miss.found == ()
    assert blocked in miss.blocked
    assert miss.text == make_example(marked)[0].text


def test_what_was_read_in_full_is_no_miss() -> None:
    assert explain("3月18日，[临溪市委|PublicBody]召开经济运行调度会议。") == []


def test_what_was_read_in_part_tells_both() -> None:
    (miss,) = explain("3月18日，[临溪市委|PublicBody]召开经济运行调度会议。会议要求，各地要开展专项行动。")
    assert miss.found == ()
    both = explain("3月18日，[临溪市委|PublicBody]召开经济运行调度会议，如果投入12万元。")
    assert both[0].found == ("event: Meeting 经济运行调度会议",)
    assert both[0].blocked == ("figure 12万元: nothing says what it measures",)


def test_small_numbers_in_words_are_not_missed() -> None:
    assert explain("[何知远|Person]是一个好人。")[0].blocked == ("no rule fits",)
