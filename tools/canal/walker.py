"""People on the quays."""

from __future__ import annotations

from canal.colour import Colour, tone
from canal.sheet import Sheet


def walker(coat: Colour, scarf: Colour, px_per_m: float) -> Sheet:
    """Somebody in a long coat, seen from behind, mid-step."""
    sheet = Sheet(0.9, 1.8, px_per_m)
    dark = tone(coat, 0.55)
    sheet.poly([(0.36, 0.75), (0.46, 0.75), (0.41, 0.04), (0.31, 0.04)], dark)
    sheet.poly([(0.45, 0.75), (0.56, 0.75), (0.60, 0.06), (0.50, 0.06)], dark)
    body = [
        (0.27, 0.60),
        (0.63, 0.60),
        (0.60, 1.05),
        (0.63, 1.38),
        (0.53, 1.47),
        (0.37, 1.47),
        (0.27, 1.38),
        (0.31, 1.05),
    ]
    sheet.poly(body, coat)
    sheet.poly(
        [(0.55, 0.60), (0.63, 0.60), (0.60, 1.05), (0.63, 1.38), (0.56, 1.44)], tone(coat, 0.75)
    )
    for start, end in (((0.29, 1.36), (0.23, 0.88)), ((0.61, 1.36), (0.67, 0.90))):
        sheet.line([start, end], tone(coat, 0.85), 0.10)
    sheet.rect(0.37, 1.44, 0.16, 0.09, scarf)
    sheet.disc(0.45, 1.63, 0.105, (70, 50, 42))
    return sheet
