"""`quality_page`: the report as one self-contained HTML file that can be passed on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from asknext.labelling.quality.charts import chart_html
from asknext.report.page import cell, page, rows_table

__all__ = ["quality_page"]

LEVELS = {"act": "Something to do", "look": "Worth a look", "fine": "Fine", "unknown": "Not known yet"}
STYLE = """
main { max-width: 68rem; }
.level { font-size: .8rem; font-weight: 600; padding: .1rem .5rem; border: 1px solid var(--rule); border-radius: 1rem;
  margin-left: .5rem; white-space: nowrap; }
.level-act { border-color: var(--series-2); } .level-look { border-color: var(--series-5); }
td.text { text-align: left; white-space: normal; min-width: 12rem; overflow-wrap: anywhere; }
nav ul { columns: 2; padding-left: 1.1rem; } .source { font-size: .85rem; }
.bars { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr max-content; gap: .2rem .7rem; }
.bars { margin: .6rem 0; } .bars .track { background: var(--panel); position: relative; }
.bars .fill { display: block; height: 100%; min-height: 1.1rem; background: var(--series-1); }
.bars .goal { position: absolute; top: 0; bottom: 0; border-left: 2px solid var(--ink); }
table.heat td { text-align: right; }
"""


def quality_page(report: Mapping[str, Any]) -> str:
    """HTML of a report whose items have summaries (see `with_summaries`); everything from outside is escaped."""
    names = {each["id"]: each["name"] for each in report["classes"]}
    made = datetime.datetime.fromtimestamp(report["made"]).strftime("%Y-%m-%d %H:%M")
    title = f"Label quality of {report['title']}"
    head = (
        f"<h1>{escape(title)}</h1><p class='soft'>{report['labelled']:,} of {report['items']:,} items labelled; "
        f"made {made}.</p>"
    )
    body = head + _contents(report["sections"]) + "".join(_section(each, names) for each in report["sections"])
    return page(title, body, style=STYLE, script="")


def _contents(sections: Sequence[Mapping[str, Any]]) -> str:
    lines = "".join(
        f'<li><a href="#{each["name"]}">{escape(each["title"])}</a>{_level(each["level"])}</li>' for each in sections
    )
    return f"<nav aria-label='Subjects'><ul>{lines}</ul></nav>"


def _level(level: str) -> str:
    return f'<span class="level level-{level}">{LEVELS[level]}</span>'


def _section(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    todo = f"<p>{escape(each['todo'])}</p>" if each["todo"] else ""
    charts = "".join(chart_html(chart, f"{each['name']}-{at}") for at, chart in enumerate(each["charts"]))
    tables = "".join(rows_table(table["caption"], table["heads"], table["rows"]) for table in each["tables"])
    return (
        f'<section><h2 id="{each["name"]}">{escape(each["title"])}{_level(each["level"])}</h2>'
        f'<div class="answer"><p>{escape(each["sentence"])}</p>{todo}</div>{charts}{tables}{_items(each, names)}'
        f'<p class="soft source">{escape(each["source"])}</p></section>'
    )


def _items(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if not each["items"]:
        return ""
    heads = ("id", "item", "label", "by", "instead", "why")
    rows = "".join(_row(one, names) for one in each["items"])
    head = "".join(f'<th scope="col">{head}</th>' for head in heads)
    more = each["found"] - len(each["items"])
    rest = f'<p class="soft">{more:,} more are not shown here.</p>' if more > 0 else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Items: {escape(each["title"])}"><table>'
        f"<caption>{each['found']:,} found, the most urgent first</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _row(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    beside = one.get("beside")
    texts = [one["summary"], *([f"≈ {beside['id']}: {beside['summary']}"] if beside else [])]
    cells = [_spoken(one["label"], names), one["by"], _spoken(one["suggested"], names)]
    content = "<br>".join(escape(text) for text in texts)
    return (
        f'<tr><th scope="row">{escape(one["id"])}</th><td class="text">{content}</td>'
        + "".join(f"<td>{escape(cell(each))}</td>" for each in cells)
        + f'<td class="text">{escape(one["why"])}</td></tr>'
    )


def _spoken(ids: Sequence[str] | None, names: Mapping[str, str]) -> str | None:
    return None if ids is None else ", ".join(names.get(each, each) for each in ids) or "none"
