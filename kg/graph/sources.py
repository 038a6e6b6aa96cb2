"""Articles -> which of them are one source: agency copy in two papers, one text on two pages, a text cut short.

Evidence of one source counts once. Two articles are one source if most sentences of the shorter stand in the other,
word for word (broad and cheap near-duplicate detection after Broder's resemblance, 1997, with sentences as shingles).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.entities.joining import Unions
from kg.model import Article
from kg.text import split_sentences

_LEAST = 12  # characters of a sentence that says something of its own
_SHARE = 0.6  # of the shorter article's sentences
_COMMON = 30  # a sentence in more articles than this is a formula
_BLANK = re.compile(r"\s+")


def find_sources(articles: Sequence[Article]) -> dict[str, str]:
    """Article id -> the id of the first article of its source; the articles come in a fixed order."""
    holders: dict[int, list[int]] = {}
    sizes: list[int] = []
    for number, article in enumerate(articles):
        sentences = {_BLANK.sub("", span.of(article.text)) for span in split_sentences(article.text)}
        telling = {sentence for sentence in sentences if len(sentence) >= _LEAST} or sentences
        sizes.append(len(telling))
        for sentence in telling:
            holders.setdefault(hash(sentence), []).append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= _COMMON:
            shared.update((left, right) for at, left in enumerate(numbers) for right in numbers[at + 1 :])
    unions = Unions(len(articles))
    for (left, right), count in shared.items():
        if count >= _SHARE * min(sizes[left], sizes[right]):
            unions.join(left, right)
    return {article.id: articles[unions.root(number)].id for number, article in enumerate(articles)}
