"""The persons of one article -> each with all that the article calls them, their offices, and who stands beside them.

王经理 is the one 王… of the article, 锡拉 the one …·锡拉, 习某某总书记 is 习某某. Mentions of one name in one article
are one person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster, Judgement, Node
from kg.entities.kinds import family
from kg.entities.persons import Holding, PersonInArticle
from kg.entities.reach import find_reach
from kg.entities.resolution import Office
from kg.entities.setting import city_of
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings
from kg.ids import digest
from kg.lexicon.words import PUBLIC_KINDS, Lexicon
from kg.model import Mention, Part, Reading
from kg.text import split_sentences

_CALLED = re.compile(
    r"^(?P<surname>[一-龥]{1,2}?)(?:总经理|经理|书记|市长|县长|区长|镇长|局长|处长|科长|部长|主任|主席|会长|校长|院长|教授|老师|博士|医生|先生|女士|总工|工程师|董事长|总|老|某某?)$"
)
_OLD = re.compile(r"^(?:老|小|阿)(?P<surname>[一-龥])$")
_REPORTER = re.compile(
    r"(?:记者|通讯员|摄影|撰文|采写|编辑|责编|校对|整理|设计|制图|统筹|评论员|报道组成员)[：:\s]*"
    r"(?:[一-龥·]{2,10}[、，,\s]+)*(?:[一-龥·]{2,4})?$"
)
_AGENCY = re.compile(r"新华社|中新社|中国新闻社")
_SIGNERS = re.compile(r"[（(](?P<names>[一-龥·]{2,10}(?:[、，,\s]+[一-龥·]{2,10})*)[）)]")
_LINE_END = re.compile(r"\s*(?:\n|\Z)")
_PHOTOGRAPHED = re.compile(r"摄(?:影)?(?=[\s。）)/／]|$)")
_BYLINE = 200  # characters of names in one byline
_LIST = 40  # more persons than this in one sentence are a list of names: they need not know each other
_PUBLIC = frozenset({"PublicBody"})


def called_by_surname(name: str) -> str:
    """王 for 王经理 and 老王, "" for a name in full."""
    match = _CALLED.match(name) or _OLD.match(name)
    return match["surname"] if match else ""


def view_persons(
    reading: Reading,
    things: ArticleThings,
    offices: Sequence[tuple[Cluster | None, Office]],
    ids: Mapping[int, str],
    lexicon: Lexicon,
    tables: EntityTables,
) -> tuple[list[PersonInArticle], dict[Mention, PersonInArticle]]:
    """The article's persons and who each mention is. ``offices`` go with the article's tenures, one by one."""
    titles: dict[str, set[str]] = {}
    for tenure in reading.claims.tenures:
        titles.setdefault(bare_name(tenure.person.name), set()).add(bare_name(tenure.title))
    namer = _Namer(things, titles, lexicon, tables)
    for index, tenure in enumerate(reading.claims.tenures):
        view = namer.by_mention.get(tenure.person)
        if view is None:
            continue
        body, office = offices[index]
        if tenure.change != "end":  # where somebody was before says less about where the name belongs
            anchor, leads = find_reach(body, office, things, lexicon, tables)
            where = (ids[id(body)], body.key) if body is not None else ("", "")
            view.holdings.append(Holding(where[0], office.title, anchor, leads, where[1]))
        public = office.state or bool(office.country) or lexicon.titles.get(office.title, "") in PUBLIC_KINDS
        view.public = view.public or public or (body is not None and body.type in _PUBLIC)
    for name in dict.fromkeys(author.name for author in reading.article.authors):
        view = namer.by_name.get(name)
        if view is None or view.placed:
            view = namer.new_view(name, 0)
            namer.views.append(view)
        view.author, view.bylined = namer.paper, True
        view.forms.setdefault(name, 1)
    namer.find_reporters()
    _find_company(namer.views, things, ids, tables)
    return namer.views, namer.by_mention


class _Namer:
    """The views of one article while mentions are handed out to them."""

    def __init__(
        self, things: ArticleThings, titles: Mapping[str, set[str]], lexicon: Lexicon, tables: EntityTables
    ) -> None:
        self.things = things
        self.titles = titles
        self.lexicon = lexicon
        self.tables = tables
        self.views: list[PersonInArticle] = []
        self.by_name: dict[str, PersonInArticle] = {}
        self.by_mention: dict[Mention, PersonInArticle] = {}
        article = things.article
        agency = _AGENCY.search(article.dateline)
        self.paper = agency[0] if agency else article.page.newspaper or things.page
        self._read()

    def new_view(self, name: str, at: int) -> PersonInArticle:
        article, own = self.things.article, city_of(self.things.setting.own)
        area = (own.code or own.name) if own else ""
        famous = name in self.tables.famous
        where = (article.id, self.things.page, digest(article.text), article.published)
        return PersonInArticle(name, *where, area, at, famous=famous)

    def _read(self) -> None:
        later: list[tuple[str, Node]] = []
        nodes = sorted(self.things.persons, key=lambda node: (node.at, node.name))
        names = {node.name for node in nodes}
        for node in nodes:
            name = self._plain_name(node.name, names)
            if name not in self.lexicon.names and (self._surname(name) or self._is_last_part(name, names)):
                later.append((name, node))
            else:
                self._put(name, node)
        for name, node in later:
            self._put_called(name, node)
        self._add_last_parts()

    def _add_last_parts(self) -> None:
        """玛夫罗玛蒂, of 玛莎·玛夫罗玛蒂: said by itself in the text, though nobody marked it."""
        text = self.things.article.text
        for name, view in self.by_name.items():
            last = name.rsplit("·", 1)[-1]
            alone = text.count(last) - text.count(f"·{last}") if last != name else 0
            others = [other for other in self.by_name if other != name and other.endswith(last)]
            if alone > 0 and len(last) > 1 and not others and last not in view.forms:
                view.forms[last] = 0
                self._judge(name, last, True, 0.8, "person/last part", "unmarked")

    def _put(self, name: str, node: Node) -> PersonInArticle:
        view = self.by_name.get(name)
        if view is None:
            view = self.by_name[name] = self.new_view(name, node.at)
            self.views.append(view)
        view.add(node.name, node.mentions)
        for mention in node.mentions:
            self.by_mention[mention] = view
        return view

    def _put_called(self, name: str, node: Node) -> None:
        surname = self._surname(name)
        if surname:
            fits = [
                view for full, view in self.by_name.items() if full.startswith(surname) and len(full) > len(surname)
            ]
            if len(fits) > 1:  # of two 李… the one who is 局长 is called 李局长
                fits = [view for view in fits if name.removeprefix(surname) in self.titles.get(view.name, ())] or fits
        else:
            fits = [view for full, view in self.by_name.items() if name in full.split("·")]
        rule = "person/surname" if surname else "person/last part"
        if len(fits) == 1:
            self._put(fits[0].name, node)
            self._judge(fits[0].name, node.name, True, 0.85, rule)
            return
        for other in fits:
            self._judge(other.name, node.name, False, 0.5, rule, "ambiguous")
        self._put(name, node)

    def _surname(self, name: str) -> str:
        """王 for 王经理 and 老王, 欧阳 for 欧阳副市长; "" for a name in full."""
        found = called_by_surname(name)
        if found:
            return found
        heads = (name[:length] for length in (1, 2) if name[length:] in self.lexicon.titles)
        return next((head for head in heads if head in self.lexicon.surnames), "")

    def _judge(self, left: str, right: str, same: bool, score: float, rule: str, note: str = "") -> None:
        self.things.judgements.append(Judgement(None, left, right, same, score, rule, note))

    @staticmethod
    def _is_last_part(name: str, names: set[str]) -> bool:
        return "·" not in name and any(name in full.split("·") for full in names if "·" in full)

    def _plain_name(self, name: str, names: set[str]) -> str:
        """习某某总书记 -> 习某某; 陈某某同志 -> 陈某某; 陈某某等 -> 陈某某."""
        for end in ("同志", "先生", "女士", "等人", "等"):
            if name.endswith(end) and len(name) - len(end) >= 2 and not called_by_surname(name):
                name = name.removesuffix(end)
        for length in range(min(6, len(name) - 2), 1, -1):
            plain = name[:-length]
            if plain in self.lexicon.surnames and name[-length:] in self.lexicon.titles:
                return name  # 欧阳|副市长
            if name[-length:] in self.lexicon.titles and (self.lexicon.is_surname(name[0]) or plain in names):
                return plain
        return name

    def find_reporters(self) -> None:
        """（本报记者李某某、王某）, （李某某） around a paragraph, 李某某摄: who wrote it, though named in the text."""
        text = self.things.article.text
        signed = _find_signed(text)
        for mention, view in self.by_mention.items():
            if mention.part is Part.BODY and not view.placed and not view.author:
                start, end = mention.span.start, mention.span.end
                line = text.rfind("\n", 0, start) + 1
                before = text[max(line, start - _BYLINE) : start]
                if _REPORTER.search(before):
                    agency = _AGENCY.search(before, max(before.rfind("（"), before.rfind("("), before.rfind("本报"), 0))
                    view.author = agency[0] if agency else self.paper
                elif any(first < start < last for first, last in signed) or _PHOTOGRAPHED.match(text, end):
                    view.author = self.paper


def _find_signed(text: str) -> list[tuple[int, int]]:
    """Brackets with nothing but names that open or close a paragraph."""
    found = []
    for match in _SIGNERS.finditer(text):
        opens = not match.start() or text[match.start() - 1] == "\n"
        if opens or _LINE_END.match(text, match.end()):
            found.append(match.span())
    return found


def _find_company(
    views: list[PersonInArticle], things: ArticleThings, ids: Mapping[int, str], tables: EntityTables
) -> None:
    """Who and which organisations stand in the same sentences: what tells one bearer of a name from another."""
    starts = [sentence.start for sentence in split_sentences(things.article.text)]
    people: dict[tuple[Part, int], list[PersonInArticle]] = {}
    for view in views:
        for mention in view.mentions:
            people.setdefault((mention.part, bisect_right(starts, mention.span.start)), []).append(view)
    bodies: dict[tuple[Part, int], set[str]] = {}
    for mention, cluster in things.of.items():
        if family(cluster.type) == "organization" and not cluster.local and cluster.name not in things.standing:
            sentence = (mention.part, bisect_right(starts, mention.span.start))
            bodies.setdefault(sentence, set()).add(ids[id(cluster)])
    around = frozenset(view.name for view in views if not view.author) - tables.famous
    for view in views:
        view.around = around if len(around) <= _LIST else frozenset()
    for sentence, there in people.items():
        names = {view.name for view in there if not view.author}
        for view in there:
            if len(names) <= _LIST:
                view.beside |= names - {view.name} - tables.famous
            view.at_bodies |= bodies.get(sentence, set())
