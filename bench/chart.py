"""Two kinds of plot as SVG, without a library: bars in two parts, and lines over a logarithmic axis."""

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#3b6ea5", "#e0a458", "#6a994e", "#bc4749", "#7d5ba6")
FONT = 'font-family="system-ui, sans-serif" font-size="12"'


def svg(width: int, height: int, parts: Sequence[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" {FONT}>',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *parts,
            "</svg>\n",
        ]
    )


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}" fill="#222">{escape(words)}</text>'


def bars(title: str, unit: str, groups: Mapping[str, Mapping[str, tuple[float, float]]], parts: tuple[str, str]) -> str:
    """For each group a bar for each name, of two parts on end."""
    left, width, line = 190, 760, 19
    longest = max(sum(values) for group in groups.values() for values in group.values()) or 1
    scale = (width - left - 90) / longest
    out = [text(10, 22, title, weight="bold")]
    for n, name in enumerate(parts):
        out += [
            f'<rect x="{width - 260 + n * 130}" y="12" width="12" height="12" fill="{COLOURS[n]}"/>',
            text(width - 243 + n * 130, 22, name),
        ]
    y = 40
    for group, members in groups.items():
        y += 16
        out.append(text(10, y, group, weight="bold"))
        y += 6
        for name, values in members.items():
            out.append(text(left - 8, y + 13, name, "end"))
            x: float = left
            for n, value in enumerate(values):
                out.append(f'<rect x="{x:.1f}" y="{y}" width="{value * scale:.1f}" height="{line - 4}" fill="{COLOURS[n]}"/>')
                x += value * scale
            out.append(text(x + 6, y + 13, f"{sum(values):.0f} {unit}"))
            y += line
    return svg(width, y + 12, out)


def lines(title: str, unit: str, xs: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """A line for each name over xs, a point each; the other axis begins at 0."""
    left, top, width, height = 70, 40, 760, 340
    right, bottom = width - 190, height - 40
    most = max(max(values) for values in series.values()) * 1.1 or 1
    low, high = math.log10(min(xs)), math.log10(max(xs))

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (math.log10(x) - low) / ((high - low) or 1) * (right - left), bottom - y / most * (bottom - top)

    out = [text(10, 22, title, weight="bold")]
    for n in range(5):
        x, y = place(min(xs), most * n / 4)
        out += [
            f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>',
            text(left - 6, y + 4, f"{most * n / 4:.3g}", "end"),
        ]
    out.append(text(left - 6, top - 6, unit, "end"))
    out += [text(place(x, 0)[0], bottom + 18, f"{x:,}", "middle") for x in xs]
    for n, (name, values) in enumerate(series.items()):
        points = [place(x, y) for x, y in zip(xs, values, strict=True)]
        colour = COLOURS[n % len(COLOURS)]
        out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        out += [
            f'<rect x="{right + 14}" y="{top + 20 * n}" width="12" height="12" fill="{colour}"/>',
            text(right + 32, top + 10 + 20 * n, name),
        ]
    return svg(width, height, out)
