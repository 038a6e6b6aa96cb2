"""A candidate in its text -> what speaks for and against it, as short words: the features of the scorecard.

Nothing here is learned and nothing of the text's wording goes in: which finder, the tagger's tag and posterior,
whether the words are common, what stands on either side, how often the name is there.
"""

from __future__ import annotations

from bisect import bisect_right

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText
from kg.mentions.tagger import Word

_POSTERIORS = (0.5, 0.7, 0.85, 0.95)
_SCORES = (0.6, 0.7, 0.78, 0.84, 0.9, 0.95)
_LENGTHS = (3, 4, 5, 7, 11)
_NAMED = ("PER", "LOC", "ORG", "nz")
_CLOSED = frozenset("，。；：！？、“”（）()《》\n　 —…·-")


def describe(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> tuple[str, ...]:
    """``("by=tagger/ORG", "type=Company", "post=2", ...)``: one word for each question."""
    text = tagged.text
    start, end = candidate.start, candidate.end
    name = text[start:end]
    by = candidate.extractor
    if by.startswith("head/"):
        by = f"head:{candidate.type}"
    inside = words_within(tagged, start, end)
    tags = [word.tag for word in inside]
    whole = len(inside) == 1 and inside[0].start == start and inside[0].end == end
    named = next((tag for tag in _NAMED if tag in tags), "none")
    posterior = bisect_right(_POSTERIORS, min((word.posterior for word in inside), default=0.0))
    after, before = tagged.starts.get(end), tagged.ends.get(start)
    right = "." if end >= len(text) or text[end] in _CLOSED else tagged.words[after].tag if after is not None else "cut"
    left = (
        "." if start == 0 or text[start - 1] in _CLOSED else tagged.words[before].tag if before is not None else "cut"
    )
    pieces = [text[a:b] for a, b in lexicon.words(name)] if len(name) <= 24 else [name]
    common = all(len(piece) > 1 and lexicon.is_common_word(piece) for piece in pieces)
    place = bool(lexicon.gazetteer.is_place(name))
    return (
        f"by={by}",
        f"type={candidate.type}",
        f"post={posterior}",
        f"by+post={by}{posterior}",
        f"score={bisect_right(_SCORES, candidate.score)}",
        f"named={named}{'*' if whole else ''}",
        f"right={right}",
        f"left={left}",
        f"common={common}{len(pieces) == 1}",
        f"place={place}",
        f"times={min(3, text.count(name))}",
        f"length={bisect_right(_LENGTHS, len(name))}",
        f"quoted={text[max(0, start - 1) : start] == '“'}{text[end : end + 1] == '”'}",
        f"type+common={candidate.type}{common}",
        f"surname={candidate.type == 'Person' and (name[:1] in lexicon.surnames)}",
    )


def words_within(tagged: TaggedText, start: int, end: int) -> list[Word]:
    """The tagger's words that share a character with ``[start, end)``."""
    index = tagged.starts.get(start)
    if index is None:
        index = next((tagged.starts[at] for at in range(start, max(-1, start - 40), -1) if at in tagged.starts), None)
    found = []
    while index is not None and index < len(tagged.words) and tagged.words[index].start < end:
        if tagged.words[index].end > start:
            found.append(tagged.words[index])
        index += 1
    return found
