"""Word forms find what treebanks say that they should; runs where the corpus of sentences is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.search_gold import by_lemmas
from bench.search_quality import Index, measure

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "text"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize("language", ["tr", "he", "fa", "pl"])
def test_word_forms_reach_the_precision_and_recall_that_were_aimed_at(language: str) -> None:
    gold = by_lemmas(CORPUS, language)
    found = measure(gold, Index(gold.texts), "b")
    assert found.forms.precision >= 0.8
    assert found.forms.recall >= 0.9
    assert found.exact.recall < 0.7
