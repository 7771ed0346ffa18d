"""Groups of items: few of one, other classes in it, or worse predictions."""

from __future__ import annotations

import numpy as np

from asknext.labelling.quality.section import FINE, LOOK, UNKNOWN, Section, Table, count_of
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues import GroupIssues, group_issues

__all__ = ["groups_section"]

NAME, TITLE = "groups", "Groups of items"
SOURCE = "Fisher's exact test (1922) of each group against the others at 5 %, corrected for all (Holm 1979)."
TODO = "Label more items of the groups that are predicted worse, or look whether their labels are right."
MOST, SHOWN = 200, 40


def groups_section(studied: Studied) -> Section:
    """Sizes, classes and predictions of each group, if items have one."""
    number = len(studied.group_names)
    if studied.several or number < 2 or number > MOST:
        return Section(NAME, TITLE, UNKNOWN, _why_not(studied, number), source=SOURCE)
    free = studied.has_label & ~studied.is_gold
    said = np.full(len(studied.items), -1)
    said[studied.judged] = studied.probabilities[studied.judged].argmax(axis=1)
    labels = np.where(free, studied.labels, -1)
    found = group_issues(studied.groups, number, labels, len(studied.classes), said)
    worse = [studied.group_names[int(at)] for at in np.flatnonzero(found.worse)]
    unusual = [studied.group_names[int(at)] for at in np.flatnonzero(found.unusual.any(axis=1))]
    scarce = [studied.group_names[int(at)] for at in np.flatnonzero(found.scarce)]
    numbers = {"worse": worse, "other_classes": unusual, "scarce": scarce}
    sentence = (
        f"Of {number:,} groups {count_of(len(worse), 'is', 'are')} predicted worse than the others, {len(unusual):,} "
        f"have other classes, {len(scarce):,} are scarce."
    )
    level = LOOK if worse else FINE
    return Section(NAME, TITLE, level, sentence, TODO if worse else "", SOURCE, numbers, (_table(studied, found),))


def _table(studied: Studied, found: GroupIssues) -> Table:
    order = np.lexsort((found.sizes, np.nan_to_num(found.right, nan=2.0)))[:SHOWN]
    rows = tuple(
        (
            studied.group_names[int(at)],
            int(found.sizes[at]),
            None if np.isnan(found.right[at]) else float(found.right[at]),
            None if np.isnan(found.right[at]) else f"{found.low[at]:.1%} to {found.high[at]:.1%}",
            "worse" if found.worse[at] else "",
            "scarce" if found.scarce[at] else "",
        )
        for at in order
    )
    return Table("Groups, predicted worst first", ("group", "items", "predicted right", "95 % interval", "", " "), rows)


def _why_not(studied: Studied, number: int) -> str:
    if studied.several:
        return "Only reckoned where an item has one class."
    if number < 2:
        return "Items have no groups: name a column under columns: {group: ...} before an import."
    return f"There are {number:,} groups; at most {MOST} are compared."
