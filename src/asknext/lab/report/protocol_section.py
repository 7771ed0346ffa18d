"""`protocol_part`: what was done, before what came out of it."""

from __future__ import annotations

from asknext.lab.report.findings import DataSetFacts, Findings
from asknext.lab.report.markup import Markup, definitions, percent, section, table, text

__all__ = ["protocol_part"]

MOST_CLASSES = 12


def protocol_part(found: Findings) -> Markup:
    """Settings, data sets, and the study as it was run."""
    settings = definitions([(name, value) for name, value in found.protocol])
    study = (
        f"<details><summary>The study as it was run (YAML)</summary><pre tabindex='0'>{text(found.study, 20_000)}</pre>"
        "</details>"
        if found.study
        else ""
    )
    return section("protocol", "Protocol", settings, _data_sets(found), study)


def _data_sets(found: Findings) -> Markup:
    if not found.data_sets:
        return Markup("")
    rows = [
        (
            each.name,
            each.rows,
            _shares(each),
            Markup(f"<span class='wide'>{text(each.source, 2000)}</span>"),
            Markup(f"<code>{text(each.fingerprint, 16)}</code>"),
        )
        for each in found.data_sets
    ]
    heads = ("data set", "rows", "classes and their shares", "source", "fingerprint")
    return table("Data sets; a fingerprint tells whether the same data was read", heads, rows, file="data sets")


def _shares(facts: DataSetFacts) -> Markup:
    order = sorted(facts.shares, key=lambda name: (-facts.shares[name], str(name)))
    shown = ", ".join(f"{text(name, 40)} {percent(facts.shares[name])}" for name in order[:MOST_CLASSES])
    more = f", and {len(order) - MOST_CLASSES} more" if len(order) > MOST_CLASSES else ""
    kind = " (an item may have several or none)" if facts.multilabel else ""
    return Markup(f"<span class='wide'>{shown}{more}{kind}</span>")
