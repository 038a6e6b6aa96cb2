"""On which day an event is, not on which it was told of; what needs no day. Articles are of 20 March 2025."""

from __future__ import annotations

import pytest

from kg.facts.events import find_events
from tests.fact_examples import make_example


def days(marked: str) -> dict[str, tuple[str, str] | None]:
    events = find_events(*make_example(marked))
    return {e.name: (str(e.time.start), str(e.time.end)) if e.time is not None else None for e in events}


@pytest.mark.parametrize(
    "marked",
    [
        # the day of the telling
        "[南屿|AdministrativeArea]国防部18日通报，一架运输机在[青石岛|Site]坠毁，机上有8人。",
        "记者3月18日从[临溪市政府|PublicBody]获悉，[临溪大桥|Project]已正式通车。",
        "[华岳集团|Company]18日宣布，经过一年奋战，[锂电扩产项目|Project]成功投产。",
        # of the day before, or of none: it goes on
        "3月18日，[临溪市|AdministrativeArea]发生骚乱，目前[何知远|Person]已被警方逮捕。",
        # why, not when
        "由于[南屿|AdministrativeArea]近日的言论，[北屿政府|PublicBody]决定召回驻外人员。",
        # the day only says which
        "3月18日发行的债券，[临溪大桥|Project]已开工建设。",
        # a firm that is told of beside the day's news
        "日前，[锂电扩产项目|Project]奠基。为此，[华岳集团|Company]注册成立了[澄江锂业|Company]。",
    ],
)
def test_the_day_of_something_else_dates_nothing(marked: str) -> None:
    found = days(marked)
    assert found
    assert list(found.values())[-1] is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[南屿|AdministrativeArea]国防部18日通报，一架运输机17日在[青石岛|Site]坠毁。", ("2025-03-17", "2025-03-17")),
        ("昨日，[华岳集团|Company]宣布，投资3亿元建设[锂电扩产项目|Project]。", ("2025-03-19", "2025-03-19")),
        # for how long
        (
            "为期8天的2025年乒乓球公开赛18日在[临溪市|AdministrativeArea]落幕。",
            ("2025-03-11", "2025-03-18"),
        ),
        (
            "为期三天的第5届茶博会18日在[临溪市|AdministrativeArea]开幕。",
            ("2025-03-18", "2025-03-20"),
        ),
        # the day of the message
        ("3月19日消息，[华岳集团|Company]今日收购[澄江锂业|Company]。", ("2025-03-19", "2025-03-19")),
        # what the meeting is about
        ("3月18日，[东岭省发改委|PublicBody]召开2024年上半年形势通报会。", ("2025-03-18", "2025-03-18")),
    ],
)
def test_its_own_day(marked: str, expected: tuple[str, str]) -> None:
    assert list(days(marked).values())[-1] == expected


@pytest.mark.parametrize(
    ("marked", "count"),
    [
        # done by whom it names, in a main clause
        ("这是旧闻。此外别无消息。其余从略。\n[东岭省政府|PublicBody]出台17条措施，助力就业。", 1),
        ("这是旧闻。此外别无消息。其余从略。\n她的队友[苏晚晴|Person]摘得银牌。", 1),
        ("这是旧闻。此外别无消息。其余从略。\n[临溪市|AdministrativeArea]成立了工作专班，联合办公。", 1),
        ("这是旧闻。此外别无消息。其余从略。\n[临溪市|AdministrativeArea]开展“清风”专项行动。", 1),
        # a circumstance, a plan, a habit, a list of what is to be done, one of many
        ("这是旧闻。此外别无消息。其余从略。\n根据[东岭省政府|PublicBody]出台17条措施的安排，就业增加。", 0),
        ("这是旧闻。此外别无消息。其余从略。\n[东岭省政府|PublicBody]将会同各地，适时出台17条措施。", 0),
        ("这是旧闻。此外别无消息。其余从略。\n[东岭省政府|PublicBody]每年出台17条措施。", 0),
        (
            "这是旧闻。此外别无消息。其余从略。\n[东岭省政府|PublicBody]机构改革主要包括：组建[东岭数据局|PublicBody]。",
            0,
        ),
        ("这是旧闻。此外别无消息。其余从略。\n[临溪市|AdministrativeArea]组建有特色的服务队。", 0),
    ],
)
def test_a_deed_needs_no_day(marked: str, count: int) -> None:
    assert len(days(marked)) == count


@pytest.mark.parametrize(
    "marked",
    [
        "外交部发言人18日就[何知远|Person]访问[南屿|AdministrativeArea]答记者问。",
        "2012年起，低空跳伞邀请赛在[临溪大桥|Site]举办。",
        "截至3月18日，[华岳集团|Company]累计签约8个项目。",
        "[何知远|Person]访问[南屿|AdministrativeArea]的具体日期18日还未确定。",
        "[东岭省政府|PublicBody]18日说，正在研究出台新的激励政策。",
    ],
)
def test_what_is_spoken_of_or_done_again_and_again_is_no_event(marked: str) -> None:
    assert days(marked) == {}


def names(marked: str) -> dict[str, list[tuple[str, str]]]:
    events = find_events(*make_example(marked))
    return {e.name: sorted((a.role, a.filler.name) for a in e.arguments) for e in events}


def test_who_is_received_travels_elsewhere_besides() -> None:
    found = names(
        "3月18日，国家主席[何知远|Person]在[临溪|AdministrativeArea]会见[南屿|AdministrativeArea]总统[苏晚晴|Person]。"
        "3月17日，[苏晚晴|Person]访问[东岭|AdministrativeArea]。[陆远|Person]参加会见。"
    )
    meeting = found["何知远会见苏晚晴"]
    assert ("visited", "东岭") not in meeting
    assert ("attendee", "陆远") in meeting


def test_a_spouse_stands_for_herself() -> None:
    found = names(
        "3月18日，国家主席[何知远|Person]夫人、特使[苏晚晴|Person]在[临溪|AdministrativeArea]出席首届教育奖颁奖仪式。"
    )
    assert [filler for roles in found.values() for role, filler in roles if role == "attendee"] == ["苏晚晴"]
