"""Items far from all others."""

from __future__ import annotations

from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues import Nearby, order_test, outliers

__all__ = ["order_section", "outliers_section"]

NAME, TITLE = "outliers", "Items unlike all others"
SOURCE = "Mean distance to the 10 nearest neighbours beyond a fence of 1.7 quartile ranges (Tukey 1977), as in Datalab."
TODO = "Is it broken, or of no class? Then ignore it. Is it rare and real? Then label more like it."


def outliers_section(studied: Studied, near: Nearby | None) -> Section:
    """Items by their distance to the others; ``near`` are the neighbours of all items studied."""
    if near is None:
        return Section(NAME, TITLE, UNKNOWN, "Needs the items' embeddings, which were not asked for.", source=SOURCE)
    found = outliers(near)
    rows = [int(row) for row in found.rows if not studied.settled[row] and not studied.is_gold[row]]
    items = [
        listed(studied, row, f"{found.distances[row] / max(found.threshold, 1e-12):.2f} times as far as the fence.")
        for row in rows[:LISTED]
    ]
    sentence = f"{count_of(len(rows), 'item')} of {len(studied.items):,} lie far from all others."
    level = LOOK if rows else FINE
    numbers = {"outliers": len(rows), "threshold": found.threshold}
    return Section(
        NAME, TITLE, level, sentence, TODO if rows else "", SOURCE, numbers, items=tuple(items), found=len(rows)
    )


def order_section(studied: Studied, near: Nearby | None) -> Section:
    """Whether the order of the file tells something about the items."""
    source = "Kolmogorov-Smirnov statistic of places of neighbours against shuffled places (Cummings et al. 2023)."
    if near is None or len(studied.items) < 30:
        why = "Needs embeddings of 30 items that were looked at."
        return Section("order", "Order of the items", UNKNOWN, why, source=source)
    found = order_test(near, seed=studied.config.seed)
    said = "Items near each other in the file are like each other" if found.depends else "The file is well shuffled"
    todo = "Do not split the data by place in the file: test on items drawn at random, or on later ones on purpose."
    numbers = {"statistic": found.statistic, "p_value": found.p_value}
    return Section(
        "order",
        "Order of the items",
        LOOK if found.depends else FINE,
        f"{said} (statistic {found.statistic:.3f}, p {found.p_value:.2f}).",
        todo if found.depends else "",
        source,
        numbers,
    )
