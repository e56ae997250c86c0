# SPDX-License-Identifier: Apache-2.0
"""The tables as a picture: a bar for each line, as a part of what it must keep to; marks at `must` and at `goal`. Below them a bar for each
engine, where a step is ten times the time. Black and white."""
import math
from html import escape

ROW, LEFT, WIDTH, RIGHT = 26, 500, 330, 120


def shown(figure, value):
    return f"{value:.2f}" if figure.unit == "x" else f"{value:.1f} {figure.unit}"


def bar(figure, y):
    scale = WIDTH / 2 / figure.must  # `must` stands in the middle
    length, over = min(figure.value * scale, WIDTH), figure.value * scale > WIDTH
    fill = {"goal": "#fff", "must": "#bbb", "missed": "#000"}[figure.verdict()]
    parts = [f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(figure.number)} {escape(figure.what)}</text>',
             f'<rect x="{LEFT}" y="{y + 3}" width="{length:.1f}" height="14" fill="{fill}" stroke="#000"/>',
             f'<text x="{LEFT + WIDTH + 8}" y="{y + 14}">{"&#8594; " if over else ""}{shown(figure, figure.value)}</text>']
    for value, dash in ((figure.must, ""), (figure.goal, ' stroke-dasharray="3 2"')):
        x = LEFT + value * scale
        parts.append(f'<line x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="{y + 20}" stroke="#fff" stroke-width="4"/>'
                     f'<line x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="{y + 20}" stroke="#000" stroke-width="1.5"{dash}/>')
    return "".join(parts)


def engine_bar(row, y):
    length = max(0, math.log10(row.ns)) * WIDTH / 6  # from 1 ns to a millisecond
    fill = "#fff" if row.name.startswith("frist") else "#bbb"
    return (f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(row.name)}, {escape(row.how)}</text>'
            f'<rect x="{LEFT}" y="{y + 3}" width="{min(length, WIDTH):.1f}" height="14" fill="{fill}" stroke="#000"/>'
            f'<text x="{LEFT + WIDTH + 8}" y="{y + 14}">{row.ns:,.0f} ns</text>')


def svg(figures, engines, title):
    width, parts, y = LEFT + WIDTH + RIGHT, [], ROW
    for rows, draw, legend in (
            (figures, bar, "Whole line: must; dashed line: goal. White bar: goal reached; grey: must kept; black: missed. Shorter is better, or longer where it says at least; an arrow: longer than the picture."),
            (engines, engine_bar, "Nanoseconds of CPU for each decision, every sixth of the width ten times the one before. White: frist; grey: others.")):
        for row in rows:
            parts.append(draw(row, y))
            y += ROW
        if rows:
            parts.append(f'<text x="8" y="{y + 16}">{legend}</text>')
            y += 2 * ROW
    rows = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" font-family="sans-serif" font-size="11" role="img">\n'
            f'<title>{escape(title)}</title>\n<rect width="{width}" height="{y}" fill="#fff"/>\n<text x="8" y="16" font-weight="bold">{escape(title)}</text>\n'
            f'{rows}\n</svg>\n')
