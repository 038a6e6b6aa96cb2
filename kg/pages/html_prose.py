"""Lines of an HTML page -> those of its article, where no markup tells it.

After the method of Readability (Arc90, 2009): every line of prose gives points to the blocks around it, the nearer the
more; the block with the most points is the article. Prose is told by Chinese punctuation, as in GNE (Kingname, 2019).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.pages.html_lines import HtmlLine

_MARKS = re.compile(r"[，。；：！？、“”]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST = 12  # characters of a line that counts as prose
_MOST_LINKS = 0.4
_SHARES = (1.0, 0.5, 0.2)  # for the block around a line, the next one, and the third
_CANDIDATES = 200
_LITTLE = 0.1  # of its points a block keeps that shares no word with the title
_BOILER = re.compile(
    r"版权所有|许可证|ICP备|公网安备|举报电话|免责声明|未经(?:书面)?(?:授权|许可)|上一篇|下一篇|分享到|扫一扫|打印本页|关闭窗口|"
    r"(?:责任)?编辑\s*[:：]|【(?:责编|编辑|校对|审核)】|^(?:责编|校对|审核)\s*[:：]|相关(?:新闻|阅读|链接)|热门(?:新闻|推荐)"
)


def find_prose(lines: Sequence[HtmlLine], title: str = "") -> list[int]:
    """The numbers of the lines of the article, or none; ``title`` is the document's, whose words the article holds."""
    scores: dict[int, float] = defaultdict(float)
    inside: dict[int, list[int]] = defaultdict(list)
    alone = Counter(line.path[-1] for line in lines if line.path)
    for index, line in enumerate(lines):
        for block in line.path:
            inside[block].append(index)
        worth = _weigh(line)
        if worth:  # a paragraph that has its block for itself says nothing of that block, but of the one around it
            around = line.path[:-1] if alone[line.path[-1]] == 1 else line.path
            for block, share in zip(reversed(around), _SHARES, strict=False):
                scores[block] += worth * share
    if not scores:
        return []
    leading = sorted(scores, key=lambda block: (-scores[block], block))[:_CANDIDATES]
    for block in leading:
        scores[block] *= _LITTLE + _share_words(title, (lines[index].text for index in inside[block]))
    best = max(leading, key=lambda block: (scores[block], -block))
    # the first and the last line of prose are its ends; a short line between them belongs to it
    own = inside[best]
    prose = [place for place, index in enumerate(own) if _weigh(lines[index])]
    first, last = prose[0], prose[-1]
    while first and _leads(lines[own[first - 1]]):
        first -= 1
    chosen = own[first : last + 1] + [index for index in own[last + 1 : last + 3] if _is_end(lines[index])]
    return [index for index in chosen if lines[index].links <= _MOST_LINKS and not _is_boiler(lines[index])]


def _share_words(title: str, texts: Iterable[str]) -> float:
    """How many of the title's character pairs a text has."""
    wanted = {title[at : at + 2] for at in range(len(title) - 1) if _HAN.match(title[at]) and _HAN.match(title[at + 1])}
    if not wanted:
        return 0.0
    text = "\n".join(texts)
    return sum(pair in text for pair in wanted) / len(wanted)


def _weigh(line: HtmlLine) -> float:
    if line.hidden or not line.path or line.links > _MOST_LINKS or len(line.text) < _LEAST or _is_boiler(line):
        return 0.0
    marks = len(_MARKS.findall(line.text))
    if not marks or len(_HAN.findall(line.text)) * 2 < len(line.text):
        return 0.0
    return min(marks, 10) + min(len(line.text) / 50, 4.0)


def _leads(line: HtmlLine) -> bool:
    """A byline or a short first paragraph, just above the first line of prose."""
    return line.indent and not line.links and not line.heading and not _is_boiler(line)


def _is_end(line: HtmlLine) -> bool:
    """（作者 某某） and the like below the last paragraph."""
    return not line.links and len(line.text) < 60 and line.text[0] in "（(【□■●"


def _is_boiler(line: HtmlLine) -> bool:
    return len(line.text) < 120 and bool(_BOILER.search(line.text))
