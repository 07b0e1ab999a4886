"""Every string of the product exists in every language."""

from __future__ import annotations

import pytest

from checks import translations
from divan.core import messages


@pytest.mark.parametrize("language", messages.PLURAL_FORMS)
def test_a_language_is_complete(language: str) -> None:
    faults = [finding.message for finding in translations.findings() if finding.message.startswith(language)]
    assert faults == []
