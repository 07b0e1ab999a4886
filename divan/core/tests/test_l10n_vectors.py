"""The vectors of the design, and the runner's own manners."""

import json
from pathlib import Path

import pytest

from divan.core.l10n.vectors import main, verify

DESIGN = Path(__file__).resolve().parents[4] / "shared" / "design" / "l10n-vectors.json"


@pytest.mark.skipif(not DESIGN.exists(), reason="the design folder is not beside this repository")
def test_the_design_s_vectors_all_pass() -> None:
    sections = verify(DESIGN)
    assert sections
    assert {section.name: section.failures for section in sections if section.right < section.of} == {}


def test_the_runner_names_what_failed_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vectors.json"
    items = [{"in": "Ça", "out": "ca"}, {"in": "Ça", "out": "Ça"}, {}]
    sections = {"fold": {"items": items}, "hyphenation": {"items": [{"in": "a"}]}}
    file.write_text(json.dumps({"sections": sections}), encoding="utf-8")
    assert main([str(file), "--verbose"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "fold 1/3"
    assert lines[1].endswith("got 'ca'")
    assert lines[3:] == ["hyphenation 0/1 (no such function yet)", "total 1/4"]


@pytest.mark.parametrize("content", ["", "[]", '{"sections": 1}'])
def test_an_unreadable_file_is_said_and_counts_as_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(content, encoding="utf-8")
    assert main([str(file)]) == 1
    assert "Cannot read" in capsys.readouterr().err
    assert main([str(tmp_path / "absent.json")]) == 1
