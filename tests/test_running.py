"""The runner adds up what pytest really reports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.results import Result, read, steadied, summary

TESTS = """
import pytest
def test_right(): assert True
def test_wrong(): assert False
@pytest.fixture
def broken(): raise RuntimeError
def test_never_runs(broken): pass
@pytest.mark.skip
def test_later(): pass
"""


@pytest.fixture
def report(tmp_path: Path) -> tuple[Path, int]:
    """The report and exit code of a pytest run over `TESTS`."""
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "--junitxml=report.xml"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    return tmp_path / "report.xml", done.returncode


def test_a_broken_fixture_counts_as_failed(report: tuple[Path, int]) -> None:
    result = read("SQLite", *report, seconds=1)
    assert (result.passed, result.failed, result.skipped) == (1, 2, 1)
    assert result.failures == ("test_it::test_wrong", "test_it::test_never_runs")


def test_a_run_that_broke_off_is_a_failure(tmp_path: Path) -> None:
    assert read("SQLite", tmp_path / "no-report.xml", 3, seconds=1).failed == 1


def test_a_pass_without_tests_is_none(tmp_path: Path) -> None:
    assert read("browser", tmp_path / "no-report.xml", 5, seconds=1).failed == 0


def test_the_last_line_holds_the_totals_alone() -> None:
    results = [Result("SQLite", 3, 1, 0, 1.0, ("a::b",)), Result("browser", 2, 0, 1, 1.0)]
    lines = summary(results).splitlines()
    assert lines[-1] == "5 passed, 1 failed"
    assert "  a::b" in lines


def test_what_fails_alone_too_has_failed_and_what_passes_is_named() -> None:
    first = Result("browser", 5, 2, 0, 9.0, ("a::b", "c::d"))
    steady = steadied(first, Result("browser", 1, 1, 0, 1.0, ("c::d",)))
    assert (steady.passed, steady.failed, steady.failures) == (6, 1, ("c::d",))
    lines = summary([steady]).splitlines()
    assert lines[lines.index("Unsteady, failed at first and passed alone:") + 1] == "  a::b"
    assert lines[-1] == "6 passed, 1 failed"


def test_a_second_run_that_breaks_off_steadies_nothing() -> None:
    first = Result("browser", 5, 1, 0, 9.0, ("a::b",))
    broken = Result("browser", 0, 1, 0, 1.0, ("browser: pytest stopped with exit code 3",))
    assert steadied(first, broken).failed == 1
