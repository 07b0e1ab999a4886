"""`bin/divan l10n verify FILE`: runs localisation vectors against the product's own functions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from divan.core.l10n import vectors


def main(arguments: Sequence[str]) -> int:
    """Print right/of for every section; the exit code is the verifier's."""
    parser = argparse.ArgumentParser(prog="bin/divan l10n", description="Check the localisation functions.")
    parser.add_argument("action", choices=["verify"])
    _known, rest = parser.parse_known_args(arguments)
    return vectors.main(rest)
