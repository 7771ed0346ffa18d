"""`write_selection_report`: ``report.html`` and ``report.pdf`` beside what a selection left."""

from __future__ import annotations

from pathlib import Path

from asknext.errors import MissingExtra
from asknext.report.selection.content import selection_sections
from asknext.report.selection.html_page import html_report
from asknext.report.selection.pdf_pages import save_pdf_report
from asknext.report.selection.result import read_selection
from asknext.report.selection.section import Section, Words

__all__ = ["write_selection_report"]


def write_selection_report(output: Path) -> list[Path]:
    """The files written into ``output``, the folder that ``asknext select`` left; nothing else is read.

    Without matplotlib there is no PDF, and the page says so.

    Raises
    ------
    DataError : ``selection.json``, ``items.jsonl`` or ``embeddings.npy`` is missing or damaged.
    """
    result = read_selection(output)
    sections = selection_sections(result)
    page, paper = output / "report.html", output / "report.pdf"
    made = [page]
    try:
        save_pdf_report(paper, result.title, sections)
        made.append(paper)
    except MissingExtra as error:
        sections.append(Section("This report as a PDF", [Words([str(error)])]))
    page.write_text(html_report(result.title, sections), encoding="utf-8")
    return made
