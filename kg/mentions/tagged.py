"""Texts -> tagged texts: the tagger's words and jieba's borders, both with offsets into the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.lexicon.words import Lexicon
from kg.mentions.neural import NameSpan, NeuralTagger
from kg.mentions.tagger import Tagger, Word
from kg.model import Span
from kg.text import split_sentences

_HEADS = ("news", "cluener", "msra")  # of the trained tagger, where that one is used


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
    names: tuple[NameSpan, ...] = ()  # what the trained tagger takes for names, all heads

    def jieba_border(self, offset: int) -> bool:
        return offset == 0 or offset in self.jieba_ends


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name. ``score`` in (0, 1]: how sure its finder is; ``name`` completes an elided name."""

    start: int
    end: int
    type: str
    score: float
    extractor: str
    name: str = ""


def tag_texts(texts: Sequence[str], lexicon: Lexicon, tagger: Tagger | NeuralTagger) -> list[TaggedText]:
    """Tag all texts in one go: the tagger works on sentences, in batches across texts."""
    sentences = [split_sentences(text) for text in texts]
    pieces = [span.of(text) for text, spans in zip(texts, sentences, strict=True) for span in spans]
    if isinstance(tagger, NeuralTagger):
        reads = tagger.read(pieces, _HEADS)
        tagged = iter([list(read.words) for read in reads])
        seen = iter([read.names for read in reads])
    else:
        tagged = iter(tagger.tag(pieces))
        seen = iter([()] * len(pieces))
    result = []
    for text, spans in zip(texts, sentences, strict=True):
        words = tuple(
            Word(word.start + span.start, word.end + span.start, word.tag, word.posterior)
            for span in spans
            for word in _mend_words(span.of(text), next(tagged), lexicon)
        )
        names = tuple(
            replace(name, start=name.start + span.start, end=name.end + span.start)
            for span in spans
            for name in next(seen)
        )
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
                names=names,
            )
        )
    return result


def _mend_words(text: str, words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Mend habits of the tagger: 某市政府与|某公司, 贺清|和|主持, 秘书长某某 in one word."""
    mended: list[Word] = []
    for index, word in enumerate(words):
        form = text[word.start : word.end]
        if word.tag in ("ORG", "LOC") and (cut := _conjunction(form, lexicon)):
            at = word.start + cut
            mended.append(Word(word.start, at, word.tag, word.posterior))
            mended.append(Word(at, at + 1, "c", word.posterior))
            if at + 1 < word.end:
                mended.append(Word(at + 1, word.end, word.tag, word.posterior))
            continue
        if word.tag in ("n", "nz", "v") and (cut := _title_and_name(form, lexicon)):
            mended.append(Word(word.start, word.start + cut, "n", word.posterior))
            mended.append(Word(word.start + cut, word.end, "PER", 0.6))
            continue
        before = mended[-1] if mended else None
        if (
            form in ("和", "之")
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


def _title_and_name(form: str, lexicon: Lexicon) -> int:
    """秘书长白景行 in one word: where the name begins."""
    for length in range(min(6, len(form) - 2), 1, -1):
        name = form[length:]
        if form[:length] in lexicon.titles and 2 <= len(name) <= 3:
            return length if name[0] in lexicon.surnames and not lexicon.is_common_word(name) else 0
    return 0


def _conjunction(form: str, lexicon: Lexicon) -> int:
    """Where 与 or 和 parts two names in one word: behind a head, and before the end or another head."""
    for mark in ("与", "和", "及"):
        at = form.find(mark, 3)
        if at < 0:
            continue
        left, right = form[:at], form[at + 1 :]
        if _ends_in_head(left, lexicon) and (not right or (len(right) > 3 and _ends_in_head(right, lexicon))):
            return at
    return 0


def _ends_in_head(name: str, lexicon: Lexicon) -> bool:
    return any(name[-length:] in lexicon.heads for length in range(min(8, len(name)), 1, -1))
