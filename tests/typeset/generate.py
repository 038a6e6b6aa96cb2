"""Stories and a seed -> a page set at random: rows, columns, boxes, headlines in other places, pictures, furniture."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg.model import Author
from tests.typeset.story import Cell, Look, Picture, Sheet, Stack, Story

SOURCES = ("raw_news2011.jsonl.gz", "raw_rmrb2023.jsonl.gz", "raw_cctv.jsonl.gz")
_END = re.compile(r"[。！？!?…][”’」』）)》】]*$")
_AGENCY = re.compile(r"^(?:央视网消息（新闻联播）：)")
_NO_HEADS = frozenset({"图片报道", "广告"})  # of the corpus, not of the paper
_KICKERS = ("强调", "指出", "要求", "表示", "时说", "：")
_FAMILY = "苏何许顾沈陆程秦方邵贺温柳安殷祁"
_GIVEN = ("望远", "若水", "知行", "晓岚", "明澈", "思源", "见山", "晚晴", "一帆", "景行", "清和", "小满", "云舒", "立")
_PAPERS = ("澄川日报", "锡湖日报", "临溪晚报", "云阳时报", "白鹿日报", "南泽日报")
_SECTIONS = ("要闻", "综合", "经济", "民生", "文化", "国内", "城乡", "社会")
_SIZES = ((345.0, 535.0), (345.0, 535.0), (390.0, 540.0), (297.0, 420.0), (280.0, 400.0))  # mm, the large ones first
_LEAST_IN_COLUMN = 130  # characters; fewer make a column shorter than it is wide
# TrueType first: what a printer embeds as characters; of an OpenType CFF font Chromium makes drawings (Type 3)
_BODY_FONTS = ("AR PL SungtiL GB", "AR PL SungtiL GB", "AR PL SungtiL GB", "WenQuanYi Micro Hei")
_FULL_FONT = "WenQuanYi Micro Hei"
_HEAD_FONTS = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL SungtiL GB")
_LUNAR = ("乙巳年三月廿六", "农历三月廿六", "癸卯年七月十五", "")
_CAPTIONS = (
    "图为工人在车间检修设备。（{a} 摄）",
    "图为项目建设现场。 本报记者 {a} 摄",
    "市民在滨江公园散步。（{a} 摄）",
    "图为村民采摘蔬菜。{a} 摄",
    "图为航拍的大桥工地。（资料图片）",
)


def read_raw_stories(folder: Path, name: str, most: int = 2000, *, unseen: bool = False) -> list[Story]:
    """Articles of one raw corpus that can be set as they are: a headline, whole sentences, 90 to 1,800 characters.

    ``unseen``: those that no test page is set from, for fitting; all, where a corpus has no others.
    """
    found: list[Story] = []
    with gzip.open(folder / name, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            story = _read_raw(row["text"], row.get("title", ""))
            if story is not None:
                found.append(story)
    random.Random(0).shuffle(found)
    return (found[most:] if unseen else found[:most]) or found


def _read_raw(text: str, title: str) -> Story | None:
    text = text.replace("\xa0", " ")
    kicker, main = _read_fields(text)
    lines = [line for line in text.split("\n") if line.strip()]
    heads: list[str] = []
    while len(heads) < min(4, len(lines)) and not lines[len(heads)].startswith("\u3000"):
        heads.append(" ".join(lines[len(heads)].split()))
    blocks = [_AGENCY.sub("", " ".join(line.split())) for line in lines[len(heads) :] if "更新时间" not in line]
    blocks = [block for block in blocks if block]
    if not heads or not blocks or not 90 <= sum(map(len, blocks)) <= 1800:
        return None
    if any(head.endswith("。") or len(head) > 60 or "责编" in head for head in heads) or heads[0] in _NO_HEADS:
        return None
    paragraphs: list[str] = []
    crossheads: list[tuple[int, str]] = []
    for block in blocks:
        if _END.search(block) or len(block) > 32 or block.endswith(("：", ":", "；", ")", "）")):
            paragraphs.append(block)
        else:
            crossheads.append((len(paragraphs), block))
    places = [place for place, _ in crossheads]
    if 0 in places or len(paragraphs) in places or len(set(places)) < len(places) or len(places) * 2 > len(paragraphs):
        return None
    if not main:
        own = next((index for index, head in enumerate(heads) if head == " ".join(title.split())), 0)
        if heads[own].endswith("—") and own + 1 < len(heads):  # the corpus breaks 某某——某某 in two
            heads[own : own + 2] = ["".join(heads[own : own + 2])]
        if heads[own].endswith(_KICKERS) and own + 1 < len(heads):
            own += 1
    else:
        own = int(bool(kicker))
    return Story(heads[own], tuple(paragraphs), tuple(heads[:own]), tuple(heads[own + 1 :]), tuple(crossheads))


def _read_fields(text: str) -> tuple[str, str]:
    """Kicker and main headline of a text that opens with the three fields of an e-paper: kicker, main, subhead.

    Each has a line of its own, an empty one where there is none; the corpus calls the first that is not empty the
    title, be it the kicker.
    """
    fields = text.split("\n", 4)[:4]
    if len(fields) < 4 or not fields[3].startswith("\u3000") or any(field.startswith("\u3000") for field in fields[:3]):
        return "", ""
    return fields[0].strip(), fields[1].strip()


def generate_sheet(stories: Sequence[Story], rng: random.Random, name: str = "page", printer: str = "") -> Sheet:
    """A sheet with all these stories, in an order and a setting of its own; same seed, same sheet."""
    length = sum(story.length for story in stories)
    width, height = rng.choice(_SIZES[2:] if length < 2500 else _SIZES if length < 4000 else _SIZES[:3])
    columns = rng.choice((5, 6, 6, 7) if width > 340 else (4, 4, 5))
    look = Look(
        columns=columns,
        width=width,
        height=height,
        body=rng.choice((8.5, 9.0, 9.5, 10.0)),
        leading=rng.choice((1.25, 1.3, 1.35, 1.4)),
        body_font=_choose_font(_BODY_FONTS, stories, rng),
        head_font=_choose_font(_HEAD_FONTS, stories, rng),
        indent=rng.choice(("css", "css", "spaces")),
        gutter=rng.choice((5.0, 6.0, 7.0)),
        row_rules=rng.random() < 0.5,
        masthead=rng.choice(("flag", "folio", "folio", "foot", "none")),
    )
    dressed = [_dress(story, rng) for story in stories]
    order = list(range(len(dressed)))
    rng.shuffle(order)
    rows: list[tuple[Cell | Stack, ...]] = []
    while order:
        take = min(len(order), rng.choice((1, 2, 2, 3, 3)), columns // 2 + 1)
        chosen, order = order[:take], order[take:]
        if len(order) == 1 and rng.random() < 0.6:
            chosen, order = chosen + order, []
        rows.append(_set_row(chosen, dressed, columns, rng))
    day = date(2023, 1, 1) + timedelta(days=rng.randrange(1100))
    number = rng.choice(("01", "02", "3", "A01", "A05", "B02", "4"))
    editor = _name(rng)
    return Sheet(
        name=name,
        newspaper=rng.choice(_PAPERS),
        published=day,
        number=number,
        stories=tuple(dressed),
        rows=tuple(rows),
        look=look,
        section=rng.choice(_SECTIONS),
        staff=rng.choice(
            (
                f"责任编辑：{editor}　版式：{_name(rng)}　校对：{_name(rng)}",
                f"责编 {editor} 美编 {_name(rng)} 校对 {_name(rng)}",
                f"编辑：{editor}",
                "",
            )
        ),
        lunar=rng.choice(_LUNAR),
        contact=rng.choice(("邮箱：news@example.com", "新闻热线：0000-0000000", "")),
        printer=printer or rng.choice(("chromium", "chromium", "chromium", "weasyprint")),
    )


def _choose_font(fonts: Sequence[str], stories: Sequence[Story], rng: random.Random) -> str:
    """A font that has all the characters; the first kind has no more than GB 2312."""
    font = rng.choice(fonts)
    text = "".join(story.headline + story.body + "".join(story.heads) for story in stories)
    try:
        text.replace("·", "").replace("—", "").encode("gb2312")
    except UnicodeEncodeError:
        return _FULL_FONT
    return font


def _name(rng: random.Random) -> str:
    return rng.choice(_FAMILY) + rng.choice(_GIVEN)


def _dress(story: Story, rng: random.Random) -> Story:
    """The story with a byline, a picture or a jump that it did not have."""
    has_author = bool(story.byline or story.front or story.back) or "记者" in story.paragraphs[0][:60]
    if not has_author and rng.random() < 0.35:
        name, other = _name(rng), _name(rng)
        kind = rng.randrange(4)
        if kind == 0:
            byline = rng.choice(
                (f"□ 记者 {name}", f"□ 本报记者 {name}", f"本报记者 {name}", f"□记者 {name} 通讯员 {other}")
            )
            authors = [Author(name, "记者")] + [Author(other, "通讯员")] * byline.endswith(f"通讯员 {other}")
            story = replace(story, byline=byline, authors=tuple(authors))
        elif kind == 1 and not re.search(r"[（(][^（()）]{2,60}[)）]$", story.paragraphs[-1]):
            story = replace(story, back=f"（{name}）", authors=(Author(name, "记者"),))
        elif not re.match(r"本报|新华社|据新华社|中新社|综合", story.paragraphs[0]):
            front = rng.choice(
                (f"本报讯（记者{name}）", f"本报讯（记者{name} 通讯员{other}）", f"本报讯 记者{name}报道 ", "本报讯 ")
            )
            authors = [Author(name, "记者")] * (name in front) + [Author(other, "通讯员")] * (other in front)
            story = replace(story, front=front, dateline="本报讯", authors=tuple(authors))
    if not story.pictures and rng.random() < 0.2 and story.length > 200:
        caption = rng.choice(_CAPTIONS).format(a=_name(rng))
        place = rng.choice(("column", "below", "foot"))
        story = replace(story, pictures=(Picture(caption, place, rng.choice((25.0, 34.0, 45.0))),))
    if not story.jump and not story.back and rng.random() < 0.05:
        story = replace(story, jump=rng.choice(("（下转第3版）", "（转A02版）", "下转第四版")))
    return story


def _set_row(
    chosen: Sequence[int], stories: Sequence[Story], columns: int, rng: random.Random
) -> tuple[Cell | Stack, ...]:
    groups: list[list[int]] = []
    for index in chosen:
        if groups and len(groups[-1]) < 3 and stories[index].length < 450 and stories[groups[-1][0]].length < 450:
            groups[-1].append(index)
        else:
            groups.append([index])
    while len(groups) > columns:
        groups[-2:] = [groups[-2] + groups[-1]]
    lengths = [sum(stories[index].length for index in group) for group in groups]
    widths = [1] * len(groups)
    for _ in range(columns - len(groups)):  # the next column goes where the text stands deepest
        deepest = max(range(len(groups)), key=lambda at: lengths[at] / widths[at])
        widths[deepest] += 1
    places: list[Cell | Stack] = []
    for group, width in zip(groups, widths, strict=True):
        cells = tuple(_make_cell(index, stories[index], width, rng) for index in group)
        places.append(cells[0] if len(cells) == 1 else Stack(cells, width))
    if rng.random() < 0.5:
        places.reverse()
    return tuple(places)


def _make_cell(index: int, story: Story, width: int, rng: random.Random) -> Cell:
    columns = width
    if rng.random() < 0.25:
        columns = max(1, width - 1)
    columns = max(1, min(columns, story.length // _LEAST_IN_COLUMN))
    heads = ["top"] * 12
    if columns > 2 and story.length > 350:
        heads += ["left", "right", "inset", "inset"]
    if columns > 1 and len(story.paragraphs) > 3:
        heads += ["middle"]
    heads += ["bottom"]
    head = rng.choice(heads)
    if head in ("left", "right"):
        columns = max(1, columns - 1)
    if head == "inset" and story.pictures:
        head = "top"
    boxed = rng.random() < 0.15
    return Cell(
        index, width, columns, head, boxed, boxed and rng.random() < 0.4, rng.random() < 0.3, 0.0, rng.random() < 0.7
    )
