"""A sheet -> HTML: masthead, rows of articles in columns, rules, boxes, pictures; what a browser then prints."""

from __future__ import annotations

import math
from html import escape

from tests.typeset.lines import break_lines, measure
from tests.typeset.story import Cell, Look, Picture, Sheet, Stack, Story

MM = 72 / 25.4  # points
_MARGIN = 14.0  # mm
_WEEKDAYS = "一二三四五六日"

_STYLE = """
@page {{ size: {width}mm {height}mm; margin: 0 }}
* {{ box-sizing: border-box; margin: 0; padding: 0 }}
body {{ font-family: "{body_font}", "Noto Serif CJK SC", serif }}
body {{ font-size: {body}pt; line-height: {leading}; color: #111; width: {width}mm; }}
.sheet {{ width: {width}mm; padding: 10mm {margin}mm; position: relative }}
.row {{ display: flex; gap: {gutter}mm; margin-top: {gutter}mm; align-items: flex-start }}
.row.ruled {{ border-top: 0.5pt solid #444; padding-top: {half}mm; margin-top: {half}mm }}
.stack > .cell + .cell {{ margin-top: {gutter}mm }}
.cell.boxed {{ border: 0.8pt solid #222; padding: 2.5mm }}
.cell.tinted {{ background: #eee }}
.rubric {{ font-family: {sans}; font-weight: bold; font-size: 11pt; margin-bottom: 1mm }}
.heads {{ margin-bottom: 2.5mm; line-height: 1.25 }}
.heads.centred {{ text-align: center }}
.kicker, .subhead {{ font-family: {sans}; margin: 1mm 0 }}
.main {{ font-family: "{head_font}", "Noto Sans CJK SC"; font-weight: bold; text-wrap: balance }}
.byline {{ font-family: {sans}; font-size: {body}pt; margin-top: 1.5mm }}
.body {{ column-gap: {gutter}mm; text-align: justify; line-break: strict; widows: 1; orphans: 1 }}
.body.rules {{ column-rule: 0.3pt solid #999 }}
p {{ text-indent: {indent}em }}
.cross {{ font-family: {sans}; font-weight: bold }}
.cross {{ text-align: center; margin: 1.2mm 0; text-indent: 0; break-after: avoid }}
.picture {{ break-inside: avoid; margin-bottom: 2mm }}
.grey {{ background: #bbb }}
.caption {{ font-family: {sans}; font-size: {small}pt; line-height: 1.3; margin-top: 1mm }}
.beside {{ display: flex; gap: 4mm; align-items: center }}
.beside > .heads {{ flex: 0 0 30%; margin: 0 }}
.beside > .body {{ flex: 1 1 0 }}
.across {{ column-span: all; margin: 2mm 0 }}
.set {{ position: relative }}
.set span {{ position: absolute; display: block; white-space: nowrap }}
.set span.full {{ text-align: justify; text-align-last: justify }}
.set .heads {{ position: absolute; overflow: hidden }}
.flag {{ display: flex; align-items: flex-end; justify-content: space-between }}
.flag {{ border-bottom: 1.5pt solid #111; padding-bottom: 3mm }}
.flag .paper {{ font-family: "Noto Serif CJK SC"; font-weight: bold }}
.flag .paper {{ font-size: 54pt; line-height: 1.1; letter-spacing: 4pt }}
.flag .facts {{ font-size: 10pt; text-align: right }}
.folio {{ display: flex; justify-content: space-between; align-items: baseline }}
.folio {{ border-bottom: 1pt solid #111; padding-bottom: 1.5mm }}
.folio .number {{ font-family: {sans}; font-weight: bold; font-size: 20pt }}
.folio .section {{ font-size: 16pt; font-weight: bold }}
.foot {{ border-top: 0.6pt solid #111; margin-top: 5mm; padding-top: 1.5mm; font-size: 8pt }}
.foot {{ display: flex; justify-content: space-between }}
"""


def set_sheet(sheet: Sheet) -> str:
    """The page as one HTML document."""
    look = sheet.look
    style = _STYLE.format(
        width=look.width,
        height=look.height,
        margin=_MARGIN,
        body=look.body,
        small=look.body - 1.5,
        leading=look.leading,
        body_font=look.body_font,
        sans='"Noto Sans CJK SC"' if "Noto" in look.body_font else '"WenQuanYi Micro Hei", "Noto Sans CJK SC"',
        head_font=look.head_font,
        gutter=look.gutter,
        half=look.gutter / 2,
        indent=2 if look.indent == "css" else 0,
    )
    rows = "".join(_set_row(sheet, index) for index in range(len(sheet.rows)))
    head, foot = _set_furniture(sheet)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(sheet.name)}</title>'
        f"<style>{style}</style></head><body><div class=sheet>{head}{rows}{foot}</div></body></html>"
    )


def _set_furniture(sheet: Sheet) -> tuple[str, str]:
    day = sheet.published
    written = f"{day.year}年{day.month}月{day.day}日"
    weekday = f"星期{_WEEKDAYS[day.weekday()]}"
    number = f"第{sheet.number}版" if sheet.number.isdigit() else sheet.number
    foot = f"<div class=foot><span>{escape(sheet.staff)}</span><span>{escape(sheet.contact)}</span></div>"
    paper, lunar, section = escape(sheet.newspaper), escape(sheet.lunar), escape(sheet.section)
    match sheet.look.masthead:
        case "flag":
            head = (
                f"<div class=flag><div class=paper>{paper}</div><div class=facts><div>{written}　{weekday}</div>"
                f"<div>{lunar}</div><div>{number}　{section}</div></div></div>"
            )
            return head, foot if sheet.staff else ""
        case "folio":
            head = (
                f"<div class=folio><span class=number>{number}</span><span class=section>{section}</span>"
                f"<span>{paper}　{written}　{weekday}　{lunar}</span></div>"
            )
            return head, foot if sheet.staff else ""
        case "foot":
            line = f"<span>{paper}　{written}　{weekday}</span><span>{number}　{section}</span>"
            line += f"<span>{escape(sheet.staff)}</span>"
            return "", f"<div class=foot>{line}</div>"
    return "", ""


def _column_width(look: Look) -> float:
    """Of one of the page's columns, in mm."""
    return (look.width - 2 * _MARGIN - look.gutter * (look.columns - 1)) / look.columns


def _set_row(sheet: Sheet, index: int) -> str:
    look = sheet.look
    places = []
    for place in sheet.rows[index]:
        width = place.width * _column_width(look) + (place.width - 1) * look.gutter
        if isinstance(place, Stack):
            cells = "".join(_set_cell(sheet, cell, width) for cell in place.cells)
            places.append(f'<div class=stack style="width:{width:.2f}mm">{cells}</div>')
        else:
            places.append(_set_cell(sheet, place, width))
    ruled = " ruled" if look.row_rules and index else ""
    return f'<div class="row{ruled}">{"".join(places)}</div>'


def _set_cell(sheet: Sheet, cell: Cell, width: float) -> str:
    story, look = sheet.stories[cell.story], sheet.look
    classes = "cell" + " boxed" * cell.boxed + " tinted" * cell.tinted
    inner = width - (5.6 if cell.boxed else 0.0)
    columns = cell.columns or max(1, cell.width)
    rubric = f"<div class=rubric>{escape(story.rubric)}</div>" if story.rubric else ""
    head_width = inner * 0.3 if cell.head in ("left", "right") else inner
    if cell.head == "inset":
        content = _set_around(story, cell, look, inner, columns)
    else:
        heads = _set_heads(story, cell, head_width, look)
        below = "".join(_set_picture(picture) for picture in story.pictures if picture.place == "below")
        foot = "".join(_set_picture(picture) for picture in story.pictures if picture.place == "foot")
        paragraphs = _set_paragraphs(story, look)
        column_pictures = [_set_picture(picture) for picture in story.pictures if picture.place == "column"]
        for number, picture in enumerate(column_pictures):
            paragraphs.insert(min(len(paragraphs), 1 + 2 * number) if len(paragraphs) > 2 else 0, picture)
        opening = f'<div class="body{" rules" * cell.rules}" style="column-count:{columns}">'
        match cell.head:
            case "left":
                content = f"<div class=beside>{heads}{opening}{''.join(paragraphs)}</div></div>{below}{foot}"
            case "right":
                content = f"<div class=beside>{opening}{''.join(paragraphs)}</div>{heads}</div>{below}{foot}"
            case "middle":
                middle = max(1, len(paragraphs) // 2)
                across = heads.replace('class="heads', 'class="across heads', 1)
                content = (
                    f"{opening}{''.join(paragraphs[:middle])}{across}{''.join(paragraphs[middle:])}</div>{below}{foot}"
                )
            case "bottom":
                content = f"{below}{opening}{''.join(paragraphs)}</div>{heads}{foot}"
            case _:
                content = f"{heads}{below}{opening}{''.join(paragraphs)}</div>{foot}"
    return f'<div class="{classes}" style="width:{width:.2f}mm">{rubric}{content}</div>'


def fit_headline(text: str, width: float, body: float) -> tuple[float, int]:
    """Type size in points and number of lines for a headline over ``width`` mm."""
    ems = sum(map(measure, text)) or 1.0
    points = width * MM
    for lines in (1, 2, 3, 4):
        size = points / (ems / lines + (0.0 if lines == 1 else 1.5)) * 0.96
        if size >= max(body * 1.6, min(34.0, 12.0 + points / 26)):
            return min(size, 12.0 + points / 17), lines
    return max(body * 1.5, points / (ems / 4 + 1.5)), 4


def _set_heads(story: Story, cell: Cell, width: float, look: Look) -> str:
    size = cell.size or fit_headline(story.headline, width - 5, look.body)[0] * min(1.0, 0.6 + story.length / 1500)
    size = max(size, look.body * 1.45)
    small = max(look.body + 1.5, min(size * 0.55, 18.0))
    parts = [f'<div class=kicker style="font-size:{small:.1f}pt">{escape(words)}</div>' for words in story.kickers]
    if story.headline:
        parts.append(
            f'<div class=main style="font-size:{size:.1f}pt">{_break_halves(story.headline, size, width)}</div>'
        )
    parts += [f'<div class=subhead style="font-size:{small:.1f}pt">{escape(words)}</div>' for words in story.subheads]
    if story.byline:
        parts.append(f"<div class=byline>{escape(story.byline)}</div>")
    return f'<div class="heads{" centred" * cell.centred}">{"".join(parts)}</div>' if parts else ""


def _break_halves(headline: str, size: float, width: float) -> str:
    """A headline of two halves that is too long for one line breaks between them."""
    left, _, right = headline.partition(" ")
    longest = max(sum(map(measure, left)), sum(map(measure, right)))
    if right and sum(map(measure, headline)) * size > width * MM and longest * size <= width * MM:
        return f"{escape(left)}<br>{escape(right)}"
    return escape(headline)


def _set_picture(picture: Picture) -> str:
    return (
        f'<div class=picture><div class=grey style="height:{picture.height}mm"></div>'
        f"<div class=caption>{escape(picture.caption)}</div></div>"
    )


def _printed_paragraphs(story: Story) -> list[str]:
    printed = list(story.paragraphs)
    printed[0] = story.front + printed[0]
    printed[-1] += story.back + story.jump
    return printed


def _set_paragraphs(story: Story, look: Look) -> list[str]:
    cross = dict(story.crossheads)
    lead = "　　" if look.indent == "spaces" else ""
    parts = []
    for index, paragraph in enumerate(_printed_paragraphs(story)):
        if index in cross:
            parts.append(f"<div class=cross>{escape(cross[index])}</div>")
        parts.append(f"<p>{lead}{escape(paragraph)}</p>")
    return parts


def _set_around(story: Story, cell: Cell, look: Look, width: float, columns: int) -> str:
    """The heads in a rectangle inside the columns; lines set one by one, each column read to its foot."""
    gutter = look.gutter
    column = (width - gutter * (columns - 1)) / columns
    leading = look.body * look.leading / MM  # mm
    ems = column * MM / look.body
    first = 1 if columns > 2 else 0
    span = max(1, columns - 2) if columns > 3 else columns - first if columns > 1 else 1
    head_width = span * column + (span - 1) * gutter - 4
    size, count = fit_headline(story.headline, head_width, look.body)
    small = max(look.body + 1.5, min(size * 0.55, 18.0))
    points = size * 1.25 * (count + 0.2)
    points += sum(
        small * 1.25 * math.ceil(len(words) * small / (head_width * MM)) + 6
        for words in (*story.kickers, *story.subheads)
    )
    points += look.body * 1.25 + 6 if story.byline else 0
    deep = math.ceil((points / MM + 4) / leading)
    indent = 0.0 if look.indent == "none" else 2.0
    cross = dict(story.crossheads)
    lines: list[tuple[str, str]] = []  # class, words
    for index, paragraph in enumerate(_printed_paragraphs(story)):
        if index in cross:
            lines += [("cross", words) for words in break_lines(cross[index], iter(lambda: ems, 0.0), 0.0)]
        broken = list(break_lines(paragraph, iter(lambda: ems, 0.0), indent))
        for number, words in enumerate(broken):
            kind = "first" if number == 0 else ""
            lines.append((kind + (" full" if number + 1 < len(broken) else ""), words))
    rows = math.ceil((len(lines) + deep * span) / columns)
    rows = max(rows, deep + 4)
    top = (rows - deep) // 2 if columns > 3 else 0
    slots = [
        (c, r) for c in range(columns) for r in range(rows) if not (first <= c < first + span and top <= r < top + deep)
    ]
    parts = []
    for (kind, words), (c, r) in zip(lines, slots, strict=False):
        left = c * (column + gutter) + (indent * look.body / MM if "first" in kind else 0.0)
        room = column - (indent * look.body / MM if "first" in kind else 0.0)
        name = "cross" if kind == "cross" else "full" if "full" in kind else ""
        style = f"left:{left:.2f}mm;top:{r * leading:.2f}mm;width:{room:.2f}mm"
        parts.append(f'<span class="{name}" style="{style}">{escape(words)}</span>')
    style = f"left:{first * (column + gutter) + 2:.2f}mm;top:{top * leading + 2:.2f}mm;width:{head_width:.2f}mm"
    heads = _set_heads(story, cell, head_width, look).replace(
        'class="heads',
        f'style="{style}" class="heads',
        1,
    )
    return f'<div class=set style="height:{rows * leading:.2f}mm">{heads}{"".join(parts)}</div>'
