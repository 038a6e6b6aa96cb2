"""Articles -> their mentions: every finder proposes, one choice is made for the whole article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.lexicon.words import Lexicon
from kg.mentions.barred import Bar, drop_barred, find_bars
from kg.mentions.behind import fit_behind
from kg.mentions.bodies import find_bodies, find_known_names
from kg.mentions.brands import find_acting_brands, find_brands
from kg.mentions.choose import choose_names
from kg.mentions.compounds import find_compounds
from kg.mentions.credits import find_credits, find_latin_names
from kg.mentions.documents import find_documents, find_firm_products, find_lines, find_numbered, find_products
from kg.mentions.evidence import describe
from kg.mentions.financed import find_financed
from kg.mentions.framed import find_framed
from kg.mentions.learned import review_names
from kg.mentions.mended import mend_candidates
from kg.mentions.models import find_models
from kg.mentions.parted import ends_in_head
from kg.mentions.persons import find_persons
from kg.mentions.places import find_places, part_areas
from kg.mentions.retyped import retype_names
from kg.mentions.routes import find_routes, short_route_names
from kg.mentions.scorecard import is_given, least, rate
from kg.mentions.set_forms import find_set_forms
from kg.mentions.tagged import Candidate, TaggedText, tag_texts
from kg.mentions.tagger import Tagger
from kg.mentions.whole import make_whole
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
    find_models,
    find_numbered,
    find_firm_products,
    find_lines,
    find_financed,
    find_acting_brands,
    find_credits,
    find_latin_names,
    find_routes,
    find_set_forms,
    find_framed,
)
_DECLARED = re.compile(
    r"[（(](?:以下|下文|下)?(?:简称|统称|称)为?[：:]?(?:“(?P<short>[^“”（）()]{2,12})”|(?P<bare>[一-龥A-Za-z]{2,12}))[)）]"
)
# 三部门, 5省份和兵团: a word for those just listed
_GROUP = re.compile(r"(?:[0-9]+|[一二三四五六七八九十两]+)(?:个|家|省|市|县|区|国|部门|单位|方$)")
_BRACKETED = re.compile(r"[（(](?P<bare>[一-龥A-Z]{2,6})[)）]")
_LEGAL_FORM = re.compile(
    r"(?:（[^（）]*）|\([^()]*\))?(?:集团)?(?:股份|控股)?(?:有限|有限责任)?(?:责任)?(?:集团)?公司$|集团$"
)
_LEGAL = re.compile(r"有限|股份")
_QUOTED_FRONT = re.compile(r".*“[^“”]+”(?P<tail>[一-龥]{4,12})")
_TITLED = re.compile(r"[法例定]$|规定|办法|意见|规划|纲要|方案|协定|公约|计划|报告|宣言|公报|白皮书|协议|备忘录|章程$")
_SHORTENED = ("Company", "PublicBody", "Institution", "Association", "Media", "Organization", "Project")
_MAY_BE_WEAK = 0.75
_GUESSED = frozenset({"tagger/ORG", "tagger/nz", "tagger/LOC", "tagger/ORG+head", "tagger/LOC+head", "brand/trade"})
# 巴西矿业巨头|淡水河谷公司
_ROLE = re.compile(
    r"[一-龥]{2,8}(?:巨头|龙头|运营商|制造商|生产商|零售商|开发商|供应商|[矿车药钢油房船]企|[钢车药]厂)(?=[一-龥A-Z]{3,})"
)
_PREPOSITIONS = frozenset("从在由向对在于被把让据经")
_INSIDE = 0.03  # P(a word begins here): the tagger is sure that none does
_NEVER_FIRST = frozenset("从在把被")
_POSSIBLE = 0.1
_LIKELY = 0.3  # P(a word begins behind the preposition)
_SMALL_FRONTS = frozenset("和与及同向对在从由至将让据以")
_GAP = re.compile(r"\s{2}|\n")
_PARTS = (Part.BODY, Part.HEADLINE, Part.SUBHEAD, Part.CAPTION)


def part_text(article: Article, part: Part) -> str:
    """The text that spans of this part refer to; several subheads or captions stand one a line."""
    if part is Part.BODY:
        return article.text
    if part is Part.HEADLINE:
        return article.headline
    return "\n".join(article.subheads if part is Part.SUBHEAD else article.captions)


def tag_articles(articles: Sequence[Article], lexicon: Lexicon, tagger: Tagger) -> list[dict[Part, TaggedText]]:
    """The words of each article, part by part: one call of the tagger for all of them."""
    tagged = iter(tag_texts([part_text(article, part) for article in articles for part in _PARTS], lexicon, tagger))
    return [{part: next(tagged) for part in _PARTS} for _ in articles]


def find_mentions(
    articles: Sequence[Article],
    lexicon: Lexicon,
    tagger: Tagger,
) -> list[tuple[Mention, ...]]:
    """Mentions of each article, in the order of parts and offsets; no two overlap."""
    tagged = tag_articles(articles, lexicon, tagger)
    return [find_names(article, parts, lexicon) for article, parts in zip(articles, tagged, strict=True)]


def find_names(article: Article, parts: Mapping[Part, TaggedText], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Mentions of a tagged article, in the order of parts and offsets; no two overlap."""
    chosen = {}
    proposals = {}
    bars = {}
    for part, tagged in parts.items():
        proposals[part] = [candidate for find in _FINDERS for candidate in find(tagged, lexicon)]
        proposals[part] = fit_behind(mend_candidates(proposals[part], tagged, lexicon), tagged, lexicon)
        proposals[part] = part_areas(make_whole(proposals[part], tagged, lexicon), tagged, lexicon)
        bars[part] = find_bars(tagged, lexicon)
        proposals[part] = drop_barred(map_trimmed(proposals[part], tagged, lexicon), bars[part], tagged, lexicon)
        proposals[part] = [c for c in proposals[part] if not _is_weak(c, tagged, lexicon)]
        chosen[part] = choose_names(tagged.text, proposals[part])
    chosen = {part: retype_names(candidates, parts[part].text, lexicon) for part, candidates in chosen.items()}
    proposals = {part: retype_names(found, parts[part].text, lexicon) for part, found in proposals.items()}
    known = _names_of(parts, chosen)
    declared = _declared_names(parts[Part.BODY], chosen[Part.BODY], bars[Part.BODY])
    known.update((name, candidate) for name, candidate in declared.items() if not _is_occasion(name, lexicon))
    known.update(_derived_names(parts, known, article.page.home, lexicon))
    mentions = []
    for part, tagged in parts.items():
        repeats = [*_find_repeats(tagged, known, lexicon), *_find_branded(tagged, known, lexicon)]
        repeats = make_whole(fit_behind(repeats, tagged, lexicon), tagged, lexicon)
        repeats = drop_barred(repeats, bars[part], tagged, lexicon)
        chosen_sure = _choose_sure([*proposals[part], *repeats], tagged, lexicon)
        for candidate, sure in review_names(chosen_sure, tagged, lexicon):
            mentions.append(
                Mention(
                    article=article.id,
                    span=Span(candidate.start, candidate.end),
                    text=tagged.text[candidate.start : candidate.end],
                    type=candidate.type,
                    confidence=sure,
                    extractor=candidate.extractor,
                    part=part,
                    name=candidate.name,
                )
            )
    return tuple(mentions)


def _choose_sure(
    candidates: Sequence[Candidate], tagged: TaggedText, lexicon: Lexicon
) -> list[tuple[Candidate, float]]:
    """The names that stand, each with its confidence; one that is too unsure gives way to those it stood over."""
    rated: dict[Candidate, float] = {}
    asked: dict[Candidate, float] = {}
    left = list(candidates)
    while True:
        chosen = choose_names(tagged.text, left)
        for candidate in chosen:
            if candidate not in rated:
                evidence = describe(candidate, tagged, lexicon)
                rated[candidate] = 1.0 if is_given(candidate.extractor) else rate(evidence, lexicon.scores)
                asked[candidate] = least(candidate.extractor, candidate.type, evidence)
        weak = {candidate for candidate in chosen if rated[candidate] < asked[candidate]}
        if not weak:
            return [(candidate, rated[candidate]) for candidate in chosen]
        left = [candidate for candidate in left if candidate not in weak]


def map_trimmed(candidates: Iterable[Candidate], tagged: TaggedText, lexicon: Lexicon) -> Iterable[Candidate]:
    """Without white space at the ends; none that has a wide gap inside, but 徐　阳 keeps its own."""
    text = tagged.text
    for candidate in candidates:
        start, end = candidate.start, candidate.end
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start < 1 or (_GAP.search(text, start, end) and not candidate.name):
            continue
        role = _ROLE.match(text, start, end) if candidate.type == "Company" else None
        if role and candidate.extractor.startswith(("tagger/", "head/")):
            start = role.end()
        if (
            text[start] in _PREPOSITIONS
            and end - start > 3
            and candidate.type not in ("Person", "Document", "Product")
            and tagged.opens
            and tagged.opens[start + 1] >= (_POSSIBLE if text[start] in _NEVER_FIRST else _LIKELY)
            and not lexicon.gazetteer.starts_with_place(text, start)
        ):
            start += 1  # 从|新区管委会
        if text[start] == "应" and end - start > 4 and text.startswith("邀请", end) and candidate.type != "Person":
            start += 1  # 应|某国政府|邀请
        if text[start] in _PREPOSITIONS and candidate.type == "Company" and text[start + 1 : end] in lexicon.firms:
            start += 1  # 由|杜邦
        if text[start] in _SMALL_FRONTS and _runs_in(candidate, text, start, end):
            start += 1
        yield (
            candidate if (start, end) == (candidate.start, candidate.end) else replace(candidate, start=start, end=end)
        )


def _is_weak(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> bool:
    """Below the least score already alone: it must not stand in the way of the names inside it."""
    if candidate.score >= _MAY_BE_WEAK or candidate.extractor not in _GUESSED:
        return False
    evidence = describe(candidate, tagged, lexicon)
    return rate(evidence, lexicon.scores) < least(candidate.extractor, candidate.type, evidence)


def _runs_in(candidate: Candidate, text: str, start: int, end: int) -> bool:
    """和|清州某区: the small word before a name ran into it, for elsewhere the name stands without it."""
    if end - start < 5 or candidate.extractor.startswith(("lexicon/", "brackets/")) or candidate.type == "Person":
        return False
    rest = text[start + 1 : end]
    return text.count(rest) > text.count(text[start:end])


def _names_of(parts: Mapping[Part, TaggedText], chosen: dict[Part, list[Candidate]]) -> dict[str, Candidate]:
    """Each name found, by its text, as its surest candidate."""
    known: dict[str, Candidate] = {}
    for part, candidates in chosen.items():
        for candidate in candidates:
            text = parts[part].text[candidate.start : candidate.end]
            if text not in known or candidate.score > known[text].score:
                known[text] = candidate
    return known


def _declared_names(tagged: TaggedText, chosen: Sequence[Candidate], bars: Sequence[Bar]) -> dict[str, Candidate]:
    """某某新能源科技有限公司（以下简称“某某新能源”）: the short name has the type of what stands before it."""
    names = {}
    for match in _DECLARED.finditer(tagged.text):
        group = "short" if match["short"] else "bare"
        # the full name may stand some words before: …有限公司探访（以下简称…）
        owner = next(
            (
                c
                for c in reversed(chosen)
                if c.end <= match.start() <= c.end + 6
                and c.type != "Person"
                and tagged.text[c.end : c.end + 1] not in "）)"
            ),
            None,
        )
        group = group if not _GROUP.match(match[group]) else ""
        if group and owner is not None and not any(bar.places and bar.end == match.start() for bar in bars):
            names[match[group]] = Candidate(*match.span(group), owner.type, 0.95, "declared_short_name")
    # 北方石化总公司（北化）: in brackets right behind the name, and made of its characters
    ends = {c.end: c for c in chosen if c.type in _SHORTENED}
    for match in _BRACKETED.finditer(tagged.text):
        owner = ends.get(match.start())
        if owner is not None and _is_made_of(match["bare"], tagged.text[owner.start : owner.end]):
            names.setdefault(match["bare"], Candidate(*match.span("bare"), owner.type, 0.9, "declared_short_name"))
    return names


def _is_plain(tail: str, lexicon: Lexicon) -> bool:
    """领域妇联 of “三新”领域妇联: begins with a word that opens no name."""
    return any(tail[:length] in lexicon.uses["plain"] or tail[:length] in lexicon.uses["border"] for length in (2, 3))


def _is_occasion(name: str, lexicon: Lexicon) -> bool:
    """成都大运会: a festival or a match, whatever body stands before the brackets; 私募基金: any."""
    return name in lexicon.stops or any(match.end() == len(name) for match in lexicon.events.finditer(name))


def _is_made_of(short: str, full: str) -> bool:
    """Whether the characters of ``short`` stand in ``full`` in that order, and leave some over."""
    rest = iter(full)
    return len(short) < len(full) - 1 and all(character in rest for character in short)


def _derived_names(
    parts: Mapping[Part, TaggedText], known: dict[str, Candidate], home: str, lexicon: Lexicon
) -> dict[str, Candidate]:
    """Short forms that the article uses by themselves.

    江州恒达 of 江州恒达汽车有限公司 (place and brand); 工作专班 of “清河行动”工作专班 (what follows a quotation).
    """
    text = "\n".join(tagged.text for tagged in parts.values())
    names = _route_names(known, text)
    for full, candidate in known.items():
        quoted = _QUOTED_FRONT.fullmatch(full)
        if (
            quoted
            and candidate.type != "Document"
            and quoted["tail"] not in known
            and not _is_plain(quoted["tail"], lexicon)
        ):
            names[quoted["tail"]] = replace(candidate, score=0.85, extractor="derived_short_name", name=full)
        if candidate.type == "Company" and full[-2:] in lexicon.trades and full[:-2] in lexicon.firms:
            short = full[:-2]
            if (
                short in known
                and sum(1 for name in known if name.startswith(short) and name[-2:] in lexicon.trades) == 1
            ):
                names[short] = replace(known[short], score=1.0, name=full)  # 奇瑞 beside 奇瑞汽车
        if candidate.type != "Company" or len(full) < 7:
            continue
        core = _LEGAL_FORM.sub("", full)
        place = lexicon.gazetteer.starts_with_place(full)
        stem = home[:-1] if len(home) > 2 else home
        if not place and stem and full.startswith(stem):
            place = len(home) if full.startswith(home) else len(stem)  # a home that no gazetteer knows
        for short in _short_forms(full, core, place, lexicon):
            if _stands_alone(short, full, text):
                if short not in known or known[short].type != "Company":
                    # the full name goes with it, unless another firm of the article may be called so too
                    alone = sum(1 for name, c in known.items() if c.type == "Company" and short in name) == 1
                    owner = full if alone else ""
                    names[short] = replace(candidate, score=0.92, extractor="derived_short_name", name=owner)
                break
    return names


def _route_names(known: dict[str, Candidate], text: str) -> dict[str, Candidate]:
    """清平高速 beside 清州至平安高速公路项目: the short forms of a road by both its ends, of the road's type."""
    names: dict[str, Candidate] = {}
    roads = [full for full, candidate in known.items() if candidate.type in ("Site", "Project")]
    for full in sorted(roads, key=lambda road: (-len(road), road)):
        if full in names:
            continue
        for short in short_route_names(full):
            if short in known and known[short].type in ("Site", "Project"):
                # over the finder that lacks the full name
                names.setdefault(short, replace(known[full], score=1.0, extractor=known[short].extractor, name=full))
            elif short not in known and _stands_alone(short, full, text):
                names.setdefault(short, replace(known[full], score=0.92, extractor="derived_short_name", name=full))
    return names


def _short_forms(full: str, core: str, place: int, lexicon: Lexicon) -> Iterable[str]:
    """What a firm may be called for short, the longest first: 远航重工, 江州恒达, 恒达数控; 恒达 if no common word."""
    front = place or (2 if lexicon.is_common_word(core[:2]) else 0)  # 江南某某数控: 江南 is no division, and no brand
    for start in dict.fromkeys((0, front)):
        for end in range(len(core), start + 1, -1):
            short = core[start:end]
            least = 4 if start == 0 and front else 2
            if len(short) < least or len(short) > 8 or lexicon.gazetteer.is_place(short) or short in lexicon.names:
                continue
            rest = short[place if start == 0 else 0 :]
            registered = short == core[start:] and start == place and _LEGAL.search(full) is not None
            steel = start == 0 and place and rest in lexicon.trades and not lexicon.gazetteer.is_country(short[:place])
            if not (steel or registered or _has_own_word(rest, lexicon, legal=_LEGAL.search(full) is not None)):
                continue  # 中国|汽车零部件, 江州|国际, but 江州|钢铁
            if ends_in_head(short, lexicon):
                continue
            if not lexicon.is_common_word(short) and (len(short) > 2 or lexicon.is_unknown(short)):
                yield short


def _has_own_word(name: str, lexicon: Lexicon, *, legal: bool) -> bool:
    """Whether a piece of it is no word that everybody has; a rare word will do where the full name is a firm by law."""
    pieces = [name[a:b] for a, b in lexicon.words(name)]
    if any(len(a) == len(b) == 1 for a, b in pairwise(pieces)):
        return True
    return any(
        len(piece) > 1
        and (not lexicon.is_common_word(piece) or piece in lexicon.firms or (legal and lexicon.is_rare_word(piece)))
        for piece in pieces
    )


def _stands_alone(short: str, full: str, text: str) -> bool:
    return short in text.replace(full, "\n")


def _find_repeats(tagged: TaggedText, known: dict[str, Candidate], lexicon: Lexicon) -> Iterable[Candidate]:
    """A name found once is a name wherever the article repeats it, however the tagger cuts it there."""
    for name, candidate in known.items():
        declared = candidate.extractor == "declared_short_name"
        if len(name) < 2 or (len(name) == 2 and candidate.type != "Person" and not declared):
            continue
        if candidate.extractor == "tagger/ORG" and lexicon.is_common_word(name):
            continue  # 苹果 is the fruit again elsewhere
        if candidate.extractor == "brackets/document" and not _TITLED.search(name):
            continue  # the words of a title are words again elsewhere
        at = tagged.text.find(name)
        while at >= 0:
            end = at + len(name)
            whole = at in tagged.borders and end in tagged.borders
            either = at in tagged.borders or end in tagged.borders
            if tagged.opens and min(tagged.opens[at], tagged.opens[end]) < _INSIDE and candidate.type != "Person":
                at = tagged.text.find(name, end)  # 社区矫正法|治化
                continue
            short = candidate.extractor == "derived_short_name" or len(name) < 4
            if candidate.type == "Person" or whole or (either and not short):
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
    for brand in sorted(brands):  # 恒中Office2010
        for match in re.finditer(rf"{re.escape(brand)}[A-Z][A-Za-z]+ ?[0-9][0-9.]*", tagged.text):
            yield Candidate(*match.span(), "Product", 0.95, "brand/product")
    for word in tagged.words:
        form = tagged.text[word.start : word.end]
        noun = form[2:]
        if word.tag == "nz" and form[:2] in brands and len(noun) >= 2 and lexicon.is_common_word(noun):
            yield Candidate(word.start, word.end, "Product", 0.75, "brand/product")
