"""The stages in a row, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kg.articles import cut_articles
from kg.articles.jumps import join_jumps
from kg.entities import resolve
from kg.entities.corrections import Correction
from kg.facts.events import find_events
from kg.facts.figures import find_figures
from kg.facts.posts import find_tenures
from kg.facts.reference import find_references
from kg.facts.relations import find_relations
from kg.facts.times import dateline_day, find_times
from kg.facts.works import find_works
from kg.graph.build import build_graph_values
from kg.lexicon.words import Lexicon, load_lexicon
from kg.mentions import TaggedText, Tagger, find_names, tag_articles
from kg.model import Article, Claims, Graph, Mention, Page, Part, Reading
from kg.text import split_sentences

_BATCH = 64  # articles that are tagged together: bounds memory on a month of papers


def load_tools(user_lexicon: Path | None = None) -> tuple[Lexicon, Tagger]:
    """What every build needs, loaded once."""
    return load_lexicon(user_lexicon), Tagger()


def read_facts(
    article: Article, mentions: Sequence[Mention], tagged: Mapping[Part, TaggedText], lexicon: Lexicon
) -> Reading:
    """One article's mentions and all that is claimed about them. ``tagged`` are its words, part by part."""
    sentences = split_sentences(article.text)
    written = dateline_day(article.dateline, article.published)
    times = find_times(article.text, article.published, written=written)
    named = (*mentions, *find_works(article, mentions, times))
    known = (*named, *find_references(article, named, sentences))
    tenures = find_tenures(article, known, sentences, times, lexicon)
    events = find_events(article, known, sentences, times, tenures)
    return Reading(
        article,
        known,
        Claims(
            tenures=tuple(tenures),
            relations=tuple(find_relations(article, known, sentences, times)),
            events=tuple(events),
            figures=tuple(find_figures(article, known, times, sentences, tagged, events=events)),
        ),
    )


def read_articles(
    articles: Sequence[Article],
    *,
    lexicon: Lexicon,
    tagger: Tagger,
    progress: Callable[[int], None] | None = None,
) -> list[Reading]:
    """Mentions and claims of each article; ``progress`` is told how many articles are done."""
    readings: list[Reading] = []
    for first in range(0, len(articles), _BATCH):
        batch = articles[first : first + _BATCH]
        for article, tagged in zip(batch, tag_articles(batch, lexicon, tagger), strict=True):
            readings.append(read_facts(article, find_names(article, tagged, lexicon), tagged, lexicon))
        if progress is not None:
            progress(len(readings))
    return readings


def build_graph(
    pages: Sequence[Page],
    *,
    lexicon: Lexicon,
    tagger: Tagger,
    progress: Callable[[int, int], None] | None = None,
    corrections: Sequence[Correction] = (),
) -> Graph:
    """Pages -> one graph. ``progress`` is told (articles read, articles in all)."""
    articles = join_jumps([article for page in pages for article in cut_articles(page)])
    report = None if progress is None else (lambda done: progress(done, len(articles)))
    readings = read_articles(articles, lexicon=lexicon, tagger=tagger, progress=report)
    return build_graph_values(readings, resolve(readings, lexicon), corrections=corrections)
