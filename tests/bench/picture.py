# SPDX-License-Identifier: Apache-2.0
"""The table as a picture: a bar for each line, as a part of what it must keep to; marks at `must` and at `goal`. Black and white."""
from html import escape

ROW, LEFT, WIDTH, RIGHT = 26, 470, 330, 120


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


def svg(figures, title):
    height, width = ROW * (len(figures) + 3), LEFT + WIDTH + RIGHT
    rows = "\n".join(bar(figure, ROW * (i + 1)) for i, figure in enumerate(figures))
    legend = "Whole line: must; dashed line: goal. White bar: goal reached; grey: must kept; black: missed. Shorter is better, or longer where it says at least; an arrow: longer than the picture."
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11" role="img">\n'
            f'<title>{escape(title)}</title>\n<rect width="{width}" height="{height}" fill="#fff"/>\n<text x="8" y="16" font-weight="bold">{escape(title)}</text>\n'
            f'{rows}\n<text x="8" y="{height - 10}">{legend}</text>\n</svg>\n')
