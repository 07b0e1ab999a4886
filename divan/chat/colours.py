"""A site's colour: its hue for the frame, where lightness belongs to the design, and what can be read on it."""

from __future__ import annotations

from math import atan2, degrees, hypot

# More chroma than this glows beside the rest of the design.
MOST_CHROMA = 0.15


def hue_and_chroma(colour: str) -> tuple[int, float]:
    """Hue in degrees and chroma of "#rrggbb" in OKLCH (CSS Color 4, section 9.2 and its sample matrices)."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return round(degrees(atan2(b, a))) % 360, round(min(hypot(a, b), MOST_CHROMA), 3)


def ink_on(colour: str) -> tuple[str, float]:
    """Black or white, whichever reads better on "#rrggbb", and its contrast (WCAG 2.2; never under 4.5)."""
    white, black = contrast(colour, "#ffffff"), contrast(colour, "#000000")
    return ("#ffffff", white) if white >= black else ("#000000", black)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
