"""The trained tagger: features, the sums over paths against brute force, and what it reads in sentences of our own."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lac import LacTagger
from kg.mentions.tagger import Features, Tagger, _best_path, _Chart, _Crf, _name_crf


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.fixture(scope="module")
def crf() -> _Crf:
    steps = np.random.default_rng(3).normal(size=(9, 9)).astype(np.float32)
    return _name_crf(("A", "B"), steps)


def paths_with_weights(emissions: np.ndarray, crf: _Crf) -> dict[tuple[int, ...], float]:
    """Every path of one short text with its probability, the slow way."""
    length, tags = emissions.shape
    weights = {}
    for path in product(range(tags), repeat=length):
        weight = crf.first[path[0]] * crf.last[path[-1]]
        score = sum(emissions[t, tag] for t, tag in enumerate(path))
        score += sum(crf.steps[a, b] for a, b in pairwise(path))
        if weight and score > -50:
            weights[path] = float(weight * np.exp(score))
    total = sum(weights.values())
    return {path: weight / total for path, weight in weights.items()}


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_span_probabilities_are_those_of_brute_force(crf: _Crf, length: int) -> None:
    emissions = np.random.default_rng(length).normal(size=(length, 1, 9)).astype(np.float32)
    paths = paths_with_weights(emissions[:, 0], crf)
    chart = _Chart(emissions, crf, [1] * length)
    for t in range(length):
        for tag in range(9):
            expected = sum(p for path, p in paths.items() if path[t] == tag)
            assert chart.marginals[t, 0, tag] == pytest.approx(expected, abs=1e-4)
    for _, start, end, kind, probability in chart.spans([length]):
        begin = 1 + 4 * kind
        wanted = (begin + 3,) if end - start == 1 else (begin, *([begin + 1] * (end - start - 2)), begin + 2)
        expected = sum(p for path, p in paths.items() if path[start:end] == wanted)
        assert probability == pytest.approx(expected, abs=1e-4)


def test_shorter_texts_of_a_batch_read_as_alone(crf: _Crf) -> None:
    emissions = np.random.default_rng(5).normal(size=(6, 2, 9)).astype(np.float32)
    together = _Chart(emissions, crf, [2, 2, 2, 1, 1, 1])
    alone = _Chart(emissions[:3, 1:], crf, [1, 1, 1])
    assert together.marginals[:3, 1] == pytest.approx(alone.marginals[:, 0], abs=1e-5)
    words = _Crf(("",) * 9, crf.steps.clip(-3), np.ones(9, np.float32), np.ones(9, np.float32))
    path = _best_path(emissions, words, [2, 2, 2, 1, 1, 1], [6, 3])
    assert path[:3, 1].tolist() == _best_path(emissions[:3, 1:], words, [1] * 3, [3])[:, 0].tolist()


def test_features_find_pairs_and_words() -> None:
    features = Features(list("ab市场江"), {"Ａ": "a"}, ["市场", "江市"], ["市场", "江市场", "ab市场江市"])
    chars, pairs, words = features.batch(["江市场", "Ａb市场江市", "𠮷"])
    assert chars.T.tolist() == [[5, 3, 4, 0, 0, 0], [1, 2, 3, 4, 5, 3], [0] * 6]
    assert pairs.T.tolist() == [[2, 1, 0, 0, 0, 0], [0, 0, 1, 0, 2, 0], [0] * 6]
    assert words[:, 0].tolist()[:2] == [[0, 2, 0, 0, 0], [1, 0, 0, 0, 0]]
    assert words[0, 1].tolist() == [0, 0, 0, 0, 3]
    assert not words[:, 2].any()


TEXTS = [
    "江州市委书记林海川到清河县调研。",
    "会议由副市长周文斌主持，各县区负责人参加。",
    "湖州恒远智能装备有限公司与江州大学签订协议。",
    "市生态环境局印发《江州市清洁河流行动方案》。",
]


def test_words_cover_each_text_without_gaps(tagger: Tagger) -> None:
    for text, words in zip(TEXTS, tagger.tag(TEXTS), strict=True):
        assert [w.start for w in words] == [0, *[w.end for w in words[:-1]]]
        assert words[-1].end == len(text)
        assert all(0 <= w.posterior <= 1.001 for w in words)


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        (TEXTS[0], "林海川", "Person"),
        (TEXTS[1], "周文斌", "Person"),
        (TEXTS[0], "清河县", "AdministrativeArea"),
        (TEXTS[2], "湖州恒远智能装备有限公司", "Company"),
        (TEXTS[2], "江州大学", "Institution"),
        (TEXTS[3], "江州市清洁河流行动方案", "Document"),
        (TEXTS[3], "市生态环境局", "PublicBody"),
    ],
)
def test_names_are_found_with_their_types(tagger: Tagger, text: str, name: str, type_: str) -> None:
    found = {(text[n.start : n.end], n.type): n.probability for n in tagger.read([text])[0].names}
    assert found.get((name, type_), 0) >= 0.5


def test_a_text_reads_the_same_alone_and_among_others(tagger: Tagger) -> None:
    together = tagger.read(TEXTS)
    for text, read in zip(TEXTS, together, strict=True):
        alone = tagger.read([text])[0]
        assert [(w.start, w.end, w.tag) for w in read.words] == [(w.start, w.end, w.tag) for w in alone.words]
        assert {(n.start, n.end, n.type) for n in read.names if n.probability > 0.3} == {
            (n.start, n.end, n.type) for n in alone.names if n.probability > 0.3
        }


def test_words_are_lacs(tagger: Tagger) -> None:
    for own, words in zip(tagger.tag(TEXTS), LacTagger().tag(TEXTS), strict=True):
        assert [(w.start, w.end, w.tag) for w in own] == [(w.start, w.end, w.tag) for w in words]
        assert [w.posterior for w in own] == pytest.approx([w.posterior for w in words], abs=1e-5)
        assert [p for w in own for p in w.opens] == pytest.approx([p for w in words for p in w.opens], abs=1e-5)


def test_long_and_empty_texts(tagger: Tagger) -> None:
    long = TEXTS[0] * 60
    empty, read = tagger.read(["", long])
    assert empty.words == ()
    assert empty.names == ()
    assert read.words[-1].end == len(long)
    assert sum(n.type == "Person" and n.probability > 0.5 for n in read.names) >= 55


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_is_read(tagger: Tagger, texts: list[str]) -> None:
    for text, read in zip(texts, tagger.read(texts, ("read", "cluener")), strict=True):
        assert sum(w.end - w.start for w in read.words) == len(text)
        assert all(0 <= n.start < n.end <= len(text) and 0 <= n.probability <= 1 for n in read.names)
