"""The word lists as one object: heads, titles, family names, known names, jieba's dictionary, the gazetteer.

Everything is read from kg/data; a user's own names (``--lexicon``) are laid over it and win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jieba

from kg.errors import LexiconError
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.tables import read_table, read_user_table

MENTION_TYPES = frozenset(
    (
        "Person Official Organization PublicBody Company Institution Association Media AdministrativeArea "
        "Site Place Project Document Product"
    ).split()
)
PUBLIC_KINDS = frozenset({"party", "government", "congress", "cppcc", "justice", "military", "state", "area"})
_NEEDS = frozenset({"always", "level", "name", "any"})
_USES = frozenset({"inside", "border", "plain", "builder", "any", "ideal", "verb"})
_MAKE_KINDS = frozenset({"car", "ware"})
_LONGEST_TITLE = 8
_CODE = re.compile(r"\d{6}")
_RARE = 500  # jieba's count of a word


@dataclass(frozen=True, slots=True)
class Head:
    """The last part of a name (有限公司, 产业园) and what it makes of it; ``need`` as in heads.tsv."""

    text: str
    type: str
    need: str


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that is known beforehand, its type and its full form."""

    name: str
    type: str
    full: str
    user: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Loaded once, passed to every stage that needs words. See ``load_lexicon``."""

    heads: dict[str, tuple[Head, ...]]
    titles: dict[str, str]
    surnames: frozenset[str]
    japanese: frozenset[str]  # family names
    names: dict[str, KnownName]
    stops: frozenset[str]
    uses: dict[str, frozenset[str]]
    country_chars: frozenset[str]
    trades: frozenset[str]  # two characters: 通信 医药 汽车
    cities: frozenset[str]  # abroad
    firms: frozenset[str]  # without a head word
    phrases: re.Pattern[str]  # set phrases that name nothing
    goods: re.Pattern[str]  # the same nouns, wherever they stand
    products: re.Pattern[str]  # a noun of goods at the end: 花生油 白茶 空调
    scores: dict[str, float]  # weights of the evidence for a mention; "" is the constant
    makes: re.Pattern[str]  # any make of makes.tsv
    make_kinds: dict[str, str]
    product_names: re.Pattern[str]  # known without a make
    events: re.Pattern[str]  # the last word of an exhibition, a contest, a forum
    gazetteer: Gazetteer
    segmenter: jieba.Tokenizer = field(repr=False)
    first_chars: dict[str, list[str]] = field(repr=False)  # first character -> known names, the longest first

    def words(self, text: str) -> list[tuple[int, int]]:
        """jieba's words as ``(start, end)``; user names are kept whole."""
        return [(start, end) for _, start, end in self.segmenter.tokenize(text, HMM=False)]

    def is_common_word(self, word: str) -> bool:
        """Whether jieba's dictionary has the word: a word that it lacks is likely part of a name."""
        return bool(self.segmenter.FREQ.get(word))

    def is_rare_word(self, word: str) -> bool:
        """In jieba's dictionary at most as often as the better-known brands are (格力, 海尔)."""
        return int(self.segmenter.FREQ.get(word) or 0) < _RARE

    def is_unknown(self, word: str) -> bool:
        """A word that jieba's dictionary lacks and that is no compound of words it has: 恒锐, but not 金融科技."""
        if self.is_common_word(word):
            return False
        return any(end - start == 1 for start, end in self.words(word))

    def is_country_pair(self, word: str) -> bool:
        """中柬, 中美欧, 中方: countries by one character each, no name."""
        if not 2 <= len(word) <= 4 or self.gazetteer.is_place(word):
            return False
        return all(char in self.country_chars or char == "方" for char in word)

    def title_at(self, text: str) -> str:
        """The longest title (two characters or more) that ``text`` ends in, or ""."""
        for length in range(min(_LONGEST_TITLE, len(text)), 1, -1):
            if text[-length:] in self.titles:
                return text[-length:]
        return ""

    def is_state_builder(self, name: str) -> bool:
        """中铁十一局, 中交某航局: an office by its head word, a company by its first word."""
        return name.endswith("局") and any(name.startswith(word) for word in self.uses["builder"])

    def is_surname(self, char: str) -> bool:
        return char in self.surnames


def load_lexicon(user: Path | None = None) -> Lexicon:
    """All lists of kg/data, and the user's TSV (name, type, aliases parted by |, code) over them."""
    heads: dict[str, tuple[Head, ...]] = {}
    for text, type_, need in read_table("heads.tsv", 3):
        _expect(type_, MENTION_TYPES, f"heads.tsv: {text}")
        _expect(need, _NEEDS, f"heads.tsv: {text}")
        heads[text] = (*heads.get(text, ()), Head(text, type_, need))
    titles: dict[str, str] = {}
    for title, kind in read_table("titles.tsv", 2):
        titles.setdefault(title, kind)
    names = {}
    for name, type_, full in read_table("names.tsv", 3):
        _expect(type_, MENTION_TYPES, f"names.tsv: {name}")
        names[name] = KnownName(name, type_, full)
    uses: dict[str, set[str]] = {use: set() for use in sorted(_USES)}
    for word, use in read_table("name_words.tsv", 2):
        _expect(use, _USES, f"name_words.tsv: {word}")
        uses[use].add(word)
    areas: list[tuple[str, str, tuple[str, ...]]] = []
    if user is not None:
        for number, (name, type_, aliases, code) in read_user_table(user, 4):
            _expect(type_, MENTION_TYPES, f"{user}:{number}")
            others = tuple(filter(None, aliases.split("|")))
            for form in (name, *others):
                names[form] = KnownName(form, type_, name, user=True)
            if code:
                if type_ != "AdministrativeArea" or not _CODE.fullmatch(code):
                    raise LexiconError(
                        f"{user}:{number}: a code of six digits (GB/T 2260), of an area, expected: {code!r}"
                    )
                areas.append((name, code, others))
    firms = frozenset(name for (name,) in read_table("firms.tsv", 1))
    makes: dict[str, str] = {}
    for make, kind in read_table("makes.tsv", 2):
        _expect(kind, _MAKE_KINDS, f"makes.tsv: {make}")
        makes[make] = kind
    return Lexicon(
        heads=heads,
        titles=titles,
        surnames=frozenset(name for (name,) in read_table("surnames.tsv", 1)),
        japanese=frozenset(name for (name,) in read_table("japanese_surnames.tsv", 1)),
        names=names,
        stops=frozenset(word for (word,) in read_table("stop_names.tsv", 1)),
        uses={use: frozenset(words) for use, words in uses.items()},
        country_chars=frozenset(char for (char,) in read_table("country_chars.tsv", 1)),
        trades=frozenset(row[0] for row in read_table("entities/trade_words.tsv", 1) if len(row[0]) == 2),
        cities=frozenset(name for name, _ in read_table("cities.tsv", 2)),
        firms=firms,
        phrases=_join_patterns("phrases.tsv"),
        goods=_join_words("product_nouns.tsv"),
        products=re.compile(f"(?:{_join_words('product_nouns.tsv').pattern})$"),
        makes=_join(makes),
        make_kinds=makes,
        product_names=_join_patterns("product_names.tsv"),
        scores=_read_scores(),
        events=_join_words("event_heads.tsv"),
        gazetteer=Gazetteer.load().with_areas(areas) if areas else Gazetteer.load(),
        segmenter=_load_segmenter(sorted({*names, *firms})),
        first_chars=_index_by_first_char(names),
    )


def _read_scores() -> dict[str, float]:
    scores = {}
    for answer, weight in read_table("mention_scores.tsv", 2):
        try:
            scores["" if answer == "(constant)" else answer] = float(weight)
        except ValueError as error:
            raise LexiconError(f"mention_scores.tsv: {answer}: {weight!r} is no number") from error
    return scores


def _join_words(table: str) -> re.Pattern[str]:
    """Any word of a list, the longest first."""
    return _join(word for (word,) in read_table(table, 1))


def _join(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def _join_patterns(table: str) -> re.Pattern[str]:
    """The regular expressions of a list as one; a bad one is named."""
    patterns = [pattern for (pattern,) in read_table(table, 1)]
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise LexiconError(f"{table}: {pattern!r} is no regular expression ({error})") from error
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _load_segmenter(names: list[str]) -> jieba.Tokenizer:
    """An own tokenizer: jieba's global one, its log handler and its cache in the temp folder stay untouched."""
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    for name in names:
        segmenter.add_word(name)
    return segmenter


def _index_by_first_char(names: dict[str, KnownName]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        index.setdefault(name[0], []).append(name)
    return index


def _expect(value: str, allowed: frozenset[str], where: str) -> None:
    if value not in allowed:
        raise LexiconError(f"{where}: {value!r} is none of {', '.join(sorted(allowed))}")
