"""What the trained tagger has to say of the names that the grammars chose; and the sentences it was taught on."""

import gzip

import pytest

from kg.mentions.learned import review_names
from kg.mentions.read_names import ReadNames
from kg.mentions.tagged import Candidate, TaggedText
from kg.mentions.tagger import NameSpan
from scripts.tagger_labels import WRITTEN, read_labels, read_written

TEXT = "恒远电池与江南区云岭街签约。"


def make_text(names: list[tuple[int, int, str, float]]) -> TaggedText:
    read = ReadNames([NameSpan(*name, head="read") for name in names])
    return TaggedText(TEXT, (), (), {}, {}, frozenset(), {}, read)


FIRM = Candidate(0, 4, "Company", 0.8, "tagger/ORG")
AREA = Candidate(5, 8, "AdministrativeArea", 0.8, "tagger/LOC+head")
STREET = Candidate(8, 11, "Site", 0.8, "head/街")


@pytest.mark.parametrize(
    ("chosen", "names", "expected"),
    [
        # what it is certain of comes in, what it may be does not
        ([], [(0, 4, "Company", 0.95)], {(0, 4, "Company")}),
        ([], [(0, 4, "Company", 0.8)], set()),
        # what it denies goes, but not a set form, and not what a list of the user's or an elided form knows
        ([(FIRM, 0.97)], [], set()),
        ([(FIRM, 0.97)], [(0, 4, "Company", 0.4)], {(0, 4, "Company")}),
        ([(Candidate(0, 4, "Company", 0.8, "tagger/ORG", fixed=True), 0.9)], [], {(0, 4, "Company")}),
        ([(Candidate(0, 4, "Company", 0.8, "lexicon/user"), 1.0)], [], {(0, 4, "Company")}),
        ([(Candidate(0, 4, "Company", 0.8, "head/公司", "恒远电池公司"), 0.9)], [], {(0, 4, "Company")}),
        # two areas that it reads as one stay two
        (
            [(AREA, 0.9), (STREET, 0.9)],
            [(5, 11, "Site", 0.8), (8, 11, "Site", 0.2)],
            {(5, 8, "AdministrativeArea"), (8, 11, "Site")},
        ),
        # over an unsure part it puts the whole
        ([(Candidate(0, 2, "Person", 0.6, "tagger/PER"), 0.6)], [(0, 4, "Company", 0.96)], {(0, 4, "Company")}),
        # and its type where the grammars were unsure of theirs
        ([(Candidate(0, 4, "Product", 0.6, "brand/product"), 0.6)], [(0, 4, "Company", 0.9)], {(0, 4, "Company")}),
        ([(FIRM, 0.95)], [(0, 4, "Product", 0.9)], {(0, 4, "Company")}),
        # half of a pair of marks, part of a number: never
        ([], [(0, 3, "Company", 0.95), (11, 14, "Person", 0.5)], {(0, 3, "Company")}),
    ],
)
def test_review(chosen, names, expected, lexicon) -> None:
    found = review_names(chosen, make_text(names), lexicon)
    assert {(c.start, c.end, c.type) for c, _ in found} == expected
    assert all(0 < sure <= 1 for _, sure in found)


def test_read_names() -> None:
    read = ReadNames([NameSpan(0, 4, "Company", 0.6, "read"), NameSpan(0, 4, "Product", 0.3, "read")])
    assert read.probability(0, 4) == pytest.approx(0.9)
    assert read.types(0, 4) == {"Company": 0.6, "Product": 0.3}
    assert read.rival(2, 6) == (pytest.approx(0.9), "across")
    assert read.rival(1, 3) == (pytest.approx(0.9), "longer")
    assert read.rival(0, 4) == (0.0, "none")
    assert read.is_within(1, 3, ("Company",))
    assert not read.is_within(0, 4, ("Company",))


def test_written_sentences_are_well_formed() -> None:
    lines = gzip.decompress(WRITTEN.read_bytes()).decode("utf-8").splitlines()
    told = list(read_written())
    assert len(told) == sum(not line.startswith("#") for line in lines) > 1500
    for text, one in told:
        assert "[[" not in text
        assert all(0 <= start < end <= len(text) for start, end, _ in one.spans)
    assert {type_ for _, one in told for *_, type_ in one.spans} >= {"Person", "PublicBody", "Site", "Project"}


def test_labels_are_well_formed() -> None:
    told = [one for sentences in read_labels().values() for one in sentences.values()]
    assert len(told) > 5000
    assert 0.05 < sum(one.held for one in told) / len(told) < 0.2
    assert all(start < end for one in told for start, end, _ in (*one.spans, *one.doubtful))
