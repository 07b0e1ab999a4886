"""What a pass brought: read from pytest's report, summed up for people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Result:
    """Numbers of tests in one pass. Errors in fixtures count as failed."""

    title: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    failures: tuple[str, ...] = ()
    unsteady: tuple[str, ...] = ()

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.title:<24} {self.passed} passed, {self.failed} failed{skipped} ({self.seconds:.0f} s)"


def read(title: str, report: Path, exit_code: int, seconds: float) -> Result:
    """The result that pytest wrote to `report`; a run that broke off counts as one failure."""
    if exit_code == NOTHING_COLLECTED:
        return Result(title, 0, 0, 0, seconds)
    if not report.is_file():
        return Result(title, 0, 1, 0, seconds, (f"{title}: pytest stopped with exit code {exit_code}",))
    # The report was written by our own pytest a moment ago.
    cases = [*ElementTree.parse(report).getroot().iter("testcase")]
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [case for case in cases if case.find("skipped") is not None]
    names = tuple(f"{case.get('classname')}::{case.get('name')}" for case in failed)
    if exit_code and not failed:
        names = (f"{title}: pytest stopped with exit code {exit_code}",)
    passed = len(cases) - len(failed) - len(skipped)
    return Result(title, passed, len(names), len(skipped), seconds, names)


def steadied(first: Result, alone: Result) -> Result:
    """`first` after its failures ran once more as `alone`: which of them passed now is told, and counts as passed.

    A second run that did not run just these tells nothing.
    """
    if alone.passed + alone.failed != first.failed or not set(alone.failures) <= set(first.failures):
        return first
    unsteady = tuple(name for name in first.failures if name not in alone.failures)
    return replace(
        first,
        passed=first.passed + len(unsteady),
        failed=first.failed - len(unsteady),
        seconds=first.seconds + alone.seconds,
        failures=tuple(name for name in first.failures if name in alone.failures),
        unsteady=unsteady,
    )


def summary(results: list[Result]) -> str:
    """All passes, the names of what failed, and the totals alone on the last line."""
    lines = ["", *(str(result) for result in results)]
    failures = [f"  {name}" for result in results for name in result.failures]
    if failures:
        lines += ["", "Failed:", *failures]
    unsteady = [f"  {name}" for result in results for name in result.unsteady]
    if unsteady:
        lines += ["", "Unsteady, failed at first and passed alone:", *unsteady]
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    return "\n".join([*lines, "", f"{passed} passed, {failed} failed"])
