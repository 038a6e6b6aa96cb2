"""Texts -> tagged texts: the tagger's words and jieba's borders, both with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.lexicon.words import Lexicon
from kg.mentions.parted import ends_in_head, part_word
from kg.mentions.read_names import HEAD, ReadNames
from kg.mentions.tagger import Tagger, Word
from kg.model import Span
from kg.text import split_sentences

FOREIGN = frozenset(  # characters that transcribe foreign names (Xinhua's tables of sounds)
    "阿埃艾爱安昂奥巴拜班包保鲍贝本比彼别滨波伯勃博布采察茨达戴丹道德邓迪蒂杜多尔厄恩法凡范菲费芬佛夫弗福盖甘冈戈哥格根古哈海汉豪赫"
    "黑亨洪胡怀惠霍基吉加贾杰金津卡凯坎康考柯科克肯库奎拉莱赖兰朗劳勒雷蕾黎里理利丽莉列林琳卢鲁路伦罗洛吕马玛迈麦曼梅门蒙米密莫默姆"
    "穆纳乃奈南内嫩尼娜涅宁纽努诺欧帕派潘庞佩彭皮珀普齐恰乔切琴让热茹瑞若萨塞桑瑟森沙山尚舍圣施什史朔斯思苏孙索塔泰坦汤陶特腾提廷"
    "亭图托陀瓦万旺威韦维魏温沃乌武西希锡夏辛欣休雅亚延耶叶伊英尤约扎詹珍朱兹佐攀顿敦堡"
)
_HALF_BRACKET = re.compile(r"[^（()）]{1,6}[)）]")
_HYPHENS = frozenset("-－–")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_HALVES = re.compile("[-－–—·]")
_SURE_BORDER = 0.7  # of its own words the tagger is that sure: 马丁|和
_SURE_PART = 0.8  # of the names that grammar parts in one word of the tagger, and of the border between them


@dataclass(frozen=True, slots=True)
class TaggedText:
    """One text with its words. ``starts``/``ends`` give the index of the word that starts/ends at an offset;
    ``borders`` are the offsets where the tagger
    or jieba parts two words."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[Span, ...]
    starts: dict[int, int] = field(repr=False)
    ends: dict[int, int] = field(repr=False)
    borders: frozenset[int] = field(repr=False)
    jieba_ends: dict[int, int] = field(repr=False)  # end -> start of jieba's words
    read: ReadNames = field(default=ReadNames(()), repr=False)  # what the trained tagger takes for names
    opens: tuple[float, ...] = field(default=(), repr=False)  # P(a word begins here), () where it is not known

    def jieba_border(self, offset: int) -> bool:
        return offset == 0 or offset in self.jieba_ends


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name. ``score`` in (0, 1]: how sure its finder is; ``name`` completes an elided name.

    ``fixed``: it stands in a form that hardly anything but such a name has, so that it stands though the tagger did not
    see it.
    """

    start: int
    end: int
    type: str
    score: float
    extractor: str
    name: str = ""
    fixed: bool = False


def tag_texts(texts: Sequence[str], lexicon: Lexicon, tagger: Tagger) -> list[TaggedText]:
    """Tag all texts in one go: the tagger works on sentences, in batches across texts."""
    sentences = [split_sentences(text) for text in texts]
    pieces = [span.of(text) for text, spans in zip(texts, sentences, strict=True) for span in spans]
    reads = tagger.read(pieces, (HEAD,))
    tagged = iter([list(read.words) for read in reads])
    seen = iter([read.names for read in reads])
    result = []
    for text, spans in zip(texts, sentences, strict=True):
        read = [next(tagged) for _ in spans]
        opens = [1.0] * (len(text) + 1)
        for span, found in zip(spans, read, strict=True):
            for word in found:
                if word.opens:
                    opens[word.start + span.start : word.end + span.start] = word.opens
        words = tuple(
            Word(word.start + span.start, word.end + span.start, word.tag, word.posterior)
            for span, found in zip(spans, read, strict=True)
            for word in _mend_words(span.of(text), found, lexicon)
        )
        own = {word.start + span.start for span, found in zip(spans, read, strict=True) for word in found}
        for word in words:
            if word.start not in own:  # parted by grammar
                opens[word.start] = max(opens[word.start], _SURE_PART)
        words = _extend_names(text, words, lexicon)
        names = [
            replace(name, start=name.start + span.start, end=name.end + span.start)
            for span in spans
            for name in next(seen)
        ]
        borders = {0, len(text)}
        for word in words:
            borders.add(word.start)
            borders.add(word.end)
            title = lexicon.title_at(text[word.start : word.end])
            if title:  # 某某区委书记 in one word: the body ends before the title
                borders.add(word.end - len(title))
        jieba_ends = {end: start for start, end in lexicon.words(text)}
        borders.update(jieba_ends)
        result.append(
            TaggedText(
                text=text,
                words=words,
                sentences=tuple(spans),
                starts={word.start: index for index, word in enumerate(words)},
                ends={word.end: index for index, word in enumerate(words)},
                borders=frozenset(borders),
                jieba_ends=jieba_ends,
                read=ReadNames(names),
                opens=tuple(opens),
            )
        )
    return result


def _mend_words(text: str, words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Mend habits of the tagger: 某市政府与|某公司, 贺清|和|主持, 秘书长某某 in one word."""
    mended: list[Word] = []
    for index, word in enumerate(words):
        form = text[word.start : word.end]
        if word.tag in ("ORG", "LOC") and (cut := _conjunction(form, lexicon)):
            at, behind = word.start + cut[0], word.start + cut[1]
            sure = max(word.posterior, _SURE_PART)
            mended.append(Word(word.start, at, word.tag, sure))
            mended.append(Word(at, behind, "c", word.posterior))
            if behind < word.end:
                mended.append(Word(behind, word.end, word.tag, sure))
            continue
        if pieces := part_word(form, word.tag, lexicon):
            sure = max(word.posterior, _SURE_PART)
            mended += [Word(word.start + a, word.start + b, tag, sure) for a, b, tag in pieces]
            continue
        last = mended[-1] if mended else None
        if (
            len(form) > 4
            and form[0] in "与和同向对由"
            and word.tag not in ("ORG", "LOC", "PER")
            and last is not None
            and last.tag == "ORG"
            and last.end == word.start
            and ends_in_head(text[last.start : last.end], lexicon)
            and ends_in_head(form, lexicon)
        ):  # 某集团 + 同某银行
            mended.append(Word(word.start, word.start + 1, "p", word.posterior))
            mended.append(Word(word.start + 1, word.end, "ORG", word.posterior))
            continue
        if word.tag in ("n", "nz", "v") and (name_at := _title_and_name(form, lexicon)):
            mended.append(Word(word.start, word.start + name_at, "n", word.posterior))
            mended.append(Word(word.start + name_at, word.end, "PER", 0.6))
            continue
        before = mended[-1] if mended else None
        if (
            word.tag == "PER"
            and len(form) == 2
            and before is not None
            and before.end - before.start == 1
            and before.tag in ("n", "nz", "PER", "xc", "nw")
            and text[before.start] in lexicon.surnames
        ):  # 小将 盛|李豪
            mended[-1] = Word(before.start, word.end, "PER", word.posterior)
            continue
        if (
            word.tag == "ORG"
            and before is not None
            and len(mended) > 1
            and text[before.start : before.end] in ("（", "(")
            and _HALF_BRACKET.match(form)
            and mended[-2].tag in ("ORG", "PER", "nz", "n", "LOC")
        ):  # 某某 + （ + 中国）有限公司
            mended[-2:] = [Word(mended[-2].start, word.end, "ORG", word.posterior)]
            continue
        if (
            before is not None
            and len(mended) > 1
            and form[0] in "）)"
            and text[before.start] in "（("
            and before.end - before.start <= 8
            and mended[-2].end == before.start
            and mended[-2].tag in ("ORG", "PER", "nz", "n", "LOC")
            and ends_in_head(form, lexicon)
        ):  # 某某 + （某市 + ）有限公司
            mended[-2:] = [Word(mended[-2].start, word.end, "ORG", mended[-2].posterior)]
            continue
        if (
            len(mended) > 1
            and before is not None
            and text[before.start : before.end] in _HYPHENS
            and _is_half(text, mended[-2], lexicon)
            and _is_half(text, word, lexicon)
        ):
            first = mended[-2]
            tag = "PER" if "PER" in (first.tag, word.tag) else "ORG"
            mended[-2:] = [Word(first.start, word.end, tag, max(first.posterior, word.posterior))]
            continue
        if (
            form in ("和", "之")
            and (not word.opens or word.opens[0] < _SURE_BORDER)
            and before is not None
            and before.tag == "PER"
            and before.end - before.start == 2
            and text[before.start] in lexicon.surnames
            and index + 1 < len(words)
            and words[index + 1].tag in ("v", "p", "d")
        ):
            mended[-1] = Word(before.start, word.end, "PER", min(before.posterior, word.posterior + 0.3))
            continue
        mended.append(word)
    return mended


def _extend_names(text: str, words: tuple[Word, ...], lexicon: Lexicon) -> tuple[Word, ...]:
    """欧尔|班, 披拉|攀: a foreign name that the tagger cut before its last character.

    Either jieba's dictionary has the longer name, or the article never has the shorter one without that character.
    """
    result: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        result.append(word)
        index += 1
        if word.tag not in ("PER", "LOC") or index == len(words):
            continue
        after = words[index]
        char = text[after.start : after.end]
        form = text[word.start : word.end]
        if word.tag == after.tag == "LOC" and form + char in lexicon.cities:
            result[-1] = Word(word.start, after.end, "LOC", max(word.posterior, after.posterior))
            index += 1
            continue  # 马里|兰州
        tail = _HALVES.split(form)[-1]
        if len(char) != 1 or len(tail) < 2 or not all(c in FOREIGN for c in tail):
            continue
        if char not in FOREIGN and not (len(tail) > 2 and lexicon.is_common_word(tail + char)):
            continue  # 威廉-亚历山|大
        if after.tag in ("v", "p", "c") and after.posterior > 0.9 and form + char not in lexicon.cities:
            continue
        if lexicon.gazetteer.is_place(form) or (form[0] in lexicon.surnames and len(form) > 2):
            continue
        known = (
            lexicon.is_common_word(tail + char) or lexicon.is_common_word(form + char) or form + char in lexicon.cities
        )
        if known or (text.count(form) > 1 and text.count(form) == text.count(form + char)):
            result[-1] = Word(word.start, after.end, word.tag, word.posterior)
            index += 1
    return tuple(result)


def _is_half(text: str, word: Word, lexicon: Lexicon) -> bool:
    """迪亚斯 and 卡内尔, 赛诺菲 and 安万特: halves of a double name, neither a place nor known by itself."""
    form = text[word.start : word.end]
    if word.tag not in ("PER", "ORG") or len(form) < 2 or len(form) > 6 or not _HAN.fullmatch(form):
        return False
    return not (lexicon.gazetteer.is_place(form) or form in lexicon.names or ends_in_head(form, lexicon))


def _title_and_name(form: str, lexicon: Lexicon) -> int:
    """秘书长白景行 in one word: where the name begins."""
    for length in range(min(6, len(form) - 2), 1, -1):
        name = form[length:]
        if form[:length] in lexicon.titles and 2 <= len(name) <= 3:
            return length if name[0] in lexicon.surnames and not lexicon.is_common_word(name) else 0
    return 0


def _conjunction(form: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where 与, 和 or 会同 parts two names in one word: behind a head, and before the end or another head."""
    for mark in ("会同", "与", "和", "及", "向", "同", "对", "由", "给", "系"):  # 某银行某分行|向|某集团
        at = form.find(mark, 3)
        if at < 0:
            continue
        left, right = form[:at], form[at + len(mark) :]
        if not (ends_in_head(left, lexicon) or left in lexicon.names):
            continue
        if (not right and mark != "系") or right in lexicon.names or (len(right) > 3 and ends_in_head(right, lexicon)):
            return at, at + len(mark)
    return None
