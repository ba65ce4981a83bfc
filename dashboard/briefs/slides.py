"""Parts of a slide: title, text, table, native charts, picture, notes, foot. Needs python-pptx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.briefs.content import Table
from dashboard.briefs.fitting import fitted_size, height_of

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, INNER = Inches(0.55), Inches(12.23)
ACCENT, SECOND, WHITE = RGBColor(31, 85, 144), RGBColor(217, 146, 63), RGBColor(255, 255, 255)
INK, GREY, PALE = RGBColor(27, 31, 36), RGBColor(85, 93, 102), RGBColor(233, 239, 248)
RED = RGBColor(179, 64, 42)
SERIES = (ACCENT, SECOND, GREY)
FONT, TITLE_LAYOUT = "Calibri", 5
TITLE_WIDTH, TITLE_HEIGHT = 12.0, 0.95
# Inside of a box and of a cell, in inches: what its edges leave to the text.
BOX_EDGES, CELL_EDGES, CELL_HEIGHT_EDGES = 0.2, 0.12, 0.06
SMALLEST = 9.0
Box = tuple[float, float, float, float]


class Deck:
    """A presentation being made; every slide has the same foot, and the mark of a demonstration."""

    def __init__(self, foot: str, mark: str) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = WIDTH, HEIGHT
        self.foot, self.mark = foot, mark

    def slide(self, title: str, notes: str) -> Any:
        """Add a slide with its title, its foot and its notes."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[TITLE_LAYOUT])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = LEFT, Inches(0.3), INNER, Inches(0.95)
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        head.text_frame.text = title
        size = fitted_size([title], 28, TITLE_WIDTH, TITLE_HEIGHT, bold=True, smallest=14)
        paragraph = head.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        _style(paragraph, size, ACCENT, bold=True)
        slide.notes_slide.notes_text_frame.text = notes
        number = len(self.file.slides)
        add_text(slide, [self.foot], (0.55, 7.02, 11.2, 0.35), 10, GREY)
        add_text(slide, [str(number)], (12.0, 7.02, 0.78, 0.35), 10, GREY, align=PP_ALIGN.RIGHT)
        if self.mark:
            add_text(
                slide, [self.mark], (9.6, 0.02, 3.2, 0.36), 14, RED, align=PP_ALIGN.RIGHT, bold=True
            )
        return slide

    def save(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()


def add_text(
    slide: Any,
    paragraphs: Sequence[str],
    box: Box,
    size: float,
    color: RGBColor = INK,
    *,
    bold: bool = False,
    bullets: bool = False,
    align: Any = None,
) -> Any:
    """Add paragraphs in a box (left, top, width, height in inches), smaller where they must be."""
    texts = [f"• {text}" if bullets else text for text in paragraphs]
    size = fitted_size(texts, size, box[2] - BOX_EDGES, box[3] - BOX_EDGES / 2, bold=bold)
    shape = slide.shapes.add_textbox(*(Inches(item) for item in box))
    frame = shape.text_frame
    frame.word_wrap = True
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.space_after = Pt(size * 0.35)
        if align is not None:
            paragraph.alignment = align
        _style(paragraph, size, color, bold=bold)
    return shape


def add_table(slide: Any, table: Table, box: Box, size: float, limit: int) -> int:
    """Add a table that holds in its box: letters first, then rows give way.

    Returns
    -------
    how many rows are left out, by the limit or for want of room
    """
    size, heights = _fitted_rows(table, box, size, limit)
    rows = table["rows"][: len(heights) - 1]
    count = len(table["header"])
    shape = slide.shapes.add_table(len(rows) + 1, count, *(Inches(item) for item in box))
    describe(shape, table["title"], f"Tableau : {table['title']}")
    grid, total = shape.table, sum(table["widths"])
    for column, share in enumerate(table["widths"]):
        grid.columns[column].width = Emu(int(Inches(box[2]) * share / total))
    for line, row in enumerate([table["header"], *rows]):
        grid.rows[line].height = Inches(heights[line])
        for column, text in enumerate(row):
            _fill_cell(grid.cell(line, column), text, size, line, column)
    return len(table["rows"]) - len(rows)


def _fitted_rows(table: Table, box: Box, size: float, limit: int) -> tuple[float, list[float]]:
    """Size of the letters, then the height of the header and of each row that holds."""
    rows = [table["header"], *table["rows"][:limit]]
    while True:
        heights = [_row_height(table, row, box[2], size, head=row is rows[0]) for row in rows]
        if sum(heights) <= box[3]:
            break
        if size > SMALLEST:
            size -= 0.5
        else:
            rows.pop()
    # What is left over airs the rows, up to half as much again.
    air = min(box[3] / sum(heights), 1.5)
    return size, [height * air for height in heights]


def _row_height(
    table: Table, row: Sequence[str], width: float, size: float, *, head: bool
) -> float:
    total = sum(table["widths"])
    return CELL_HEIGHT_EDGES + max(
        height_of(
            [text],
            size,
            width * share / total - CELL_EDGES,
            bold=head or column == 1,
            gap=0.0,
        )
        for column, (text, share) in enumerate(zip(row, table["widths"], strict=True))
    )


def _fill_cell(cell: Any, text: str, size: float, line: int, column: int) -> None:
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.025)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.text = text
    paragraph.alignment = PP_ALIGN.LEFT if column == 0 else PP_ALIGN.RIGHT
    head = line == 0
    _style(paragraph, size, WHITE if head else INK, bold=head or column == 1)
    cell.fill.solid()
    cell.fill.fore_color.rgb = ACCENT if head else (PALE if line % 2 else WHITE)


def add_chart(
    slide: Any,
    kind: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    box: Box,
    *,
    title: str,
    words: str,
    pattern: str = "#,##0",
) -> None:
    """Add a chart that can be edited: « bars », « columns » or « line »."""
    data = CategoryChartData(number_format=pattern)
    data.categories = list(categories)
    for name, values in series:
        data.add_series(name, values)
    kinds = {
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS,
    }
    frame = slide.shapes.add_chart(kinds[kind], *(Inches(item) for item in box), data)
    describe(frame, title, words)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(12), FONT
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    _style(chart.chart_title.text_frame.paragraphs[0], 14, INK, bold=True)
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    if kind == "bars":
        chart.category_axis.reverse_order = True
    chart.value_axis.has_major_gridlines = kind == "line"
    chart.value_axis.tick_labels.number_format = pattern
    chart.value_axis.tick_labels.number_format_is_linked = False
    plot = chart.plots[0]
    for index, item in enumerate(plot.series):
        color = SERIES[index % len(SERIES)]
        if kind == "line":
            item.smooth = False
            item.format.line.color.rgb = color
            item.format.line.width = Pt(2.25 if index == 0 else 1)
            item.marker.format.fill.solid()
            item.marker.format.fill.fore_color.rgb = color
        else:
            item.format.fill.solid()
            item.format.fill.fore_color.rgb = color
    if kind != "line":
        plot.gap_width = 60
        plot.has_data_labels = True
        plot.data_labels.number_format = pattern
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(11)


def add_picture(slide: Any, png: bytes, box: Box, words: str) -> None:
    """Add a picture with its words, as large as its box allows."""
    left, top, width, height = (Inches(item) for item in box)
    shape = slide.shapes.add_picture(io.BytesIO(png), left, top, width)
    if shape.height > height:
        shape.width, shape.height = int(shape.width * height / shape.height), height
    describe(shape, "Carte", words)


def describe(shape: Any, name: str, words: str) -> None:
    """Name a shape and give its alternative text."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name[:120])
    properties.set("descr", words)


def _style(paragraph: Any, size: float, color: RGBColor, *, bold: bool = False) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = color
        run._r.get_or_add_rPr().set("lang", "fr-FR")


def set_language(deck: Deck) -> None:
    """Say that the default language of the texts is French."""
    for node in deck.file.element.iter(qn("a:defRPr")):
        node.set("lang", "fr-FR")
