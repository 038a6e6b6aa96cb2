"""Articles -> their mentions: every finder proposes, one choice is made for the whole article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.bodies import find_bodies, find_known_names
from kg.mentions.brands import find_brands
from kg.mentions.choose import choose_names
from kg.mentions.compounds import find_compounds
from kg.mentions.documents import find_documents, find_products
from kg.mentions.learned import add_learned
from kg.mentions.neural import NeuralTagger
from kg.mentions.persons import find_persons
from kg.mentions.places import find_places
from kg.mentions.tagged import Candidate, TaggedText, tag_texts
from kg.mentions.tagger import Tagger
from kg.model import Article, Mention, Part, Span

_FINDERS = (
    find_known_names,
    find_bodies,
    find_compounds,
    find_persons,
    find_places,
    find_brands,
    find_documents,
    find_products,
)
_DECLARED = re.compile(
    r"[（(](?:以下|下文|下)?(?:简称|统称|称)为?[：:]?(?:“(?P<short>[^“”（）()]{2,12})”|(?P<bare>[一-龥A-Za-z]{2,12}))[)）]"
)
_LEGAL_FORM = re.compile(
    r"(?:（[^（）]*）|\([^()]*\))?(?:集团)?(?:股份|控股)?(?:有限|有限责任)?(?:责任)?(?:集团)?公司$|集团$"
)
_QUOTED_FRONT = re.compile(r".*“[^“”]+”(?P<tail>[一-龥]{4,12})")
_PARTS = (Part.BODY, Part.HEADLINE, Part.SUBHEAD, Part.CAPTION)


def part_text(article: Article, part: Part) -> str:
    """The text that spans of this part refer to; several subheads or captions stand one a line."""
    if part is Part.BODY:
        return article.text
    if part is Part.HEADLINE:
        return article.headline
    return "\n".join(article.subheads if part is Part.SUBHEAD else article.captions)


def find_mentions(
    articles: Sequence[Article], lexicon: Lexicon, tagger: Tagger | NeuralTagger
) -> list[tuple[Mention, ...]]:
    """Mentions of each article, in the order of parts and offsets; no two overlap."""
    tagged = iter(tag_texts([part_text(article, part) for article in articles for part in _PARTS], lexicon, tagger))
    result = []
    for article in articles:
        parts = {part: next(tagged) for part in _PARTS}
        result.append(_mentions_of(article, parts, lexicon))
    return result


def _mentions_of(article: Article, parts: dict[Part, TaggedText], lexicon: Lexicon) -> tuple[Mention, ...]:
    chosen = {}
    proposals = {}
    for part, tagged in parts.items():
        proposals[part] = [candidate for find in _FINDERS for candidate in find(tagged, lexicon)]
        if tagged.names:
            proposals[part] = add_learned(proposals[part], tagged, lexicon)
        chosen[part] = choose_names(tagged.text, proposals[part], [])
    known = _names_of(parts, chosen)
    known.update(_declared_names(parts[Part.BODY], chosen[Part.BODY]))
    known.update(_derived_names(parts, known, article.page.home, lexicon))
    mentions = []
    for part, tagged in parts.items():
        repeats = [*_find_repeats(tagged, known, lexicon), *_find_branded(tagged, known, lexicon)]
        for candidate in choose_names(tagged.text, [*proposals[part], *repeats], []):
            mentions.append(
                Mention(
                    article=article.id,
                    span=Span(candidate.start, candidate.end),
                    text=tagged.text[candidate.start : candidate.end],
                    type=candidate.type,
                    confidence=round(candidate.score, 2),
                    extractor=candidate.extractor,
                    part=part,
                    name=candidate.name,
                )
            )
    return tuple(mentions)


def _names_of(parts: dict[Part, TaggedText], chosen: dict[Part, list[Candidate]]) -> dict[str, Candidate]:
    """Each name found, by its text, as its surest candidate."""
    known: dict[str, Candidate] = {}
    for part, candidates in chosen.items():
        for candidate in candidates:
            text = parts[part].text[candidate.start : candidate.end]
            if text not in known or candidate.score > known[text].score:
                known[text] = candidate
    return known


def _declared_names(tagged: TaggedText, chosen: Sequence[Candidate]) -> dict[str, Candidate]:
    """某某新能源科技有限公司（以下简称“某某新能源”）: the short name has the type of what stands before it."""
    names = {}
    for match in _DECLARED.finditer(tagged.text):
        group = "short" if match["short"] else "bare"
        # the full name may stand some words before: …有限公司探访（以下简称…）
        owner = next((c for c in reversed(chosen) if c.end <= match.start() <= c.end + 6 and c.type != "Person"), None)
        if owner is not None:
            names[match[group]] = Candidate(*match.span(group), owner.type, 0.95, "declared_short_name")
    return names


def _derived_names(
    parts: dict[Part, TaggedText], known: dict[str, Candidate], home: str, lexicon: Lexicon
) -> dict[str, Candidate]:
    """Short forms that the article uses by themselves.

    江州恒达 of 江州恒达汽车有限公司 (place and brand); 工作专班 of “清河行动”工作专班 (what follows a quotation).
    """
    names: dict[str, Candidate] = {}
    text = "\n".join(tagged.text for tagged in parts.values())
    for full, candidate in known.items():
        quoted = _QUOTED_FRONT.fullmatch(full)
        if quoted and candidate.type != "Document" and quoted["tail"] not in known:
            names[quoted["tail"]] = replace(candidate, score=0.85, extractor="derived_short_name", name=full)
        if candidate.type != "Company" or len(full) < 7:
            continue
        core = _LEGAL_FORM.sub("", full)
        place = lexicon.gazetteer.starts_with_place(full)
        stem = home[:-1] if len(home) > 2 else home
        if not place and stem and full.startswith(stem):
            place = len(home) if full.startswith(home) else len(stem)  # a home that no gazetteer knows
        for short in _short_forms(core, place, lexicon):
            if _stands_alone(short, full, text):
                if short not in known or known[short].type != "Company":
                    # the full name goes with it, unless another firm of the article may be called so too
                    alone = sum(1 for name, c in known.items() if c.type == "Company" and short in name) == 1
                    owner = full if alone else ""
                    names[short] = replace(candidate, score=0.92, extractor="derived_short_name", name=owner)
                break
    return names


def _short_forms(core: str, place: int, lexicon: Lexicon) -> Iterable[str]:
    """What a firm may be called for short, the longest first: 远航重工, 江州恒达, 恒达数控; 恒达 if no common word."""
    front = place or (2 if lexicon.is_common_word(core[:2]) else 0)  # 江南某某数控: 江南 is no division, and no brand
    for start in dict.fromkeys((0, front)):
        for end in range(len(core), start + 1, -1):
            short = core[start:end]
            least = 4 if start == 0 and front else 2
            if len(short) < least or len(short) > 8 or lexicon.gazetteer.is_place(short) or short in lexicon.names:
                continue
            if not lexicon.is_common_word(short) and (len(short) > 2 or lexicon.is_unknown(short)):
                yield short


def _stands_alone(short: str, full: str, text: str) -> bool:
    return short in text.replace(full, "\n")


def _find_repeats(tagged: TaggedText, known: dict[str, Candidate], lexicon: Lexicon) -> Iterable[Candidate]:
    """A name found once is a name wherever the article repeats it, however the tagger cuts it there."""
    for name, candidate in known.items():
        if len(name) < 2 or (len(name) == 2 and candidate.type != "Person"):
            continue
        if candidate.extractor == "tagger/ORG" and lexicon.is_common_word(name):
            continue  # 苹果 is the fruit again elsewhere
        at = tagged.text.find(name)
        while at >= 0:
            end = at + len(name)
            if candidate.type == "Person" or at in tagged.borders or end in tagged.borders:
                yield Candidate(at, end, candidate.type, candidate.score * 0.95, candidate.extractor, candidate.name)
            at = tagged.text.find(name, end)


def _find_branded(tagged: TaggedText, known: dict[str, Candidate], lexicon: Lexicon) -> Iterable[Candidate]:
    """某力空调 beside the firm 某力电器: the firm's brand and a common noun in one word name a product."""
    brands = {
        name[:2]
        for name, candidate in known.items()
        if candidate.type == "Company" and len(name) >= 4 and candidate.score >= 0.85
        if lexicon.is_rare_word(name[:2]) and not lexicon.gazetteer.starts_with_place(name)
    }
    for word in tagged.words:
        form = tagged.text[word.start : word.end]
        noun = form[2:]
        if word.tag == "nz" and form[:2] in brands and len(noun) >= 2 and lexicon.is_common_word(noun):
            yield Candidate(word.start, word.end, "Product", 0.75, "brand/product")
