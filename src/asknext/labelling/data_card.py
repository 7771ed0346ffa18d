"""`data_card`: what a labelled data set is, how it was made, and what to beware of, for whoever uses it next."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asknext import __version__
from asknext.errors import AsknextError
from asknext.labelling.activity import Activity
from asknext.labelling.card_text import card_markdown
from asknext.labelling.dashboard import dashboard
from asknext.labelling.people_numbers import Excerpt, people_numbers
from asknext.project.config import Config, Price
from asknext.project.folder import Project
from asknext.store.activity import answered_between, label_facts, state_counts
from asknext.store.counts import count_labels, label_values
from asknext.store.rankings import newest_ranking
from asknext.store.schema import DISPUTED, REVIEW
from asknext.store.threads import count_open_questions

__all__ = ["data_card", "write_card"]

BIASED = (
    "The labelled items are not a random sample: most were chosen because a model would learn from them, so hard and "
    "rare cases are over-represented. Do not estimate shares of classes, accuracies or thresholds from them as they "
    "are."
)
SAMPLED = (
    "The {n} items drawn at random (column stream: control) are such a sample: use those for what is to be true of all "
    "items."
)
UNSAMPLED = "No item was drawn at random, so nothing in this set says how the classes are spread over all items."


def data_card(project: Project) -> dict[str, Any]:
    """The card as JSON values; annotators are counted, not named."""
    numbers, activity = dashboard(project), Activity()
    with project.database.read() as conn:
        activity.follow(conn)
        facts, values, states = label_facts(conn), label_values(conn), state_counts(conn)
        labelled, questions = count_labels(conn), count_open_questions(conn)
        first, last = answered_between(conn)
        has_ranking = newest_ranking(conn) is not None
    people = people_numbers(activity, Price(), Excerpt(), labelled=labelled, needed={})
    progress, config = numbers["progress"], project.config
    return {
        "title": config.title,
        "about": config.about,
        "licence": config.licence,
        "made": _now(),
        "asknext": __version__,
        "task": config.task,
        "content": config.content,
        "items": progress["items"],
        "labelled": labelled,
        "unreviewed": states.get(REVIEW, 0),
        "copies": progress["copies"],
        "classes": _classes(numbers["classes"], values),
        "asked": {**_asked(config), "streams": facts["streams"], "rounds": len(numbers["curve"])},
        "people": _people(people, first, last),
        "decided": facts["decided"],
        "agreement": _agreement(project),
        "estimate": _estimate(numbers),
        "warnings": _warnings(progress["control_labels"], config, trained=has_ranking),
        "issues": _issues(numbers, states, people["total"], questions),
    }


def write_card(card: Mapping[str, Any], path: Path) -> Path:
    """Write the card as Markdown to ``path`` and as JSON beside it; gives ``path``."""
    path.write_text(card_markdown(card), encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _classes(classes: list[dict[str, Any]], values: list[tuple[str, bool, int]]) -> list[dict[str, Any]]:
    """How many labels have each class, and which share of those drawn at random: what is true of all items."""
    total = sum(number for _, _, number in values)
    drawn = sum(number for _, at_random, number in values if at_random)
    return [
        {
            "id": each["id"],
            "name": each["name"],
            "labels": each["count"],
            "share": each["count"] / total if total else None,
            "share_at_random": each["control_count"] / drawn if drawn else None,
        }
        for each in classes
    ]


def _asked(config: Config) -> dict[str, Any]:
    strategy = config.strategy if isinstance(config.strategy, str) else config.strategy.get("name")
    return {
        "strategy": strategy,
        "control": config.control,
        "guess": config.guess,
        "answers_wanted": config.overlap.labels,
        "most_answers": config.overlap.most,
        "review_share": config.review.share,
        "gold_rate": config.gold.rate,
    }


def _people(numbers: Mapping[str, Any], first: float | None, last: float | None) -> dict[str, Any]:
    humans = [each for each in numbers["people"] if not each["machine"]]
    machines = [each for each in numbers["people"] if each["machine"]]
    days = [None if at is None else datetime.datetime.fromtimestamp(at, datetime.UTC).date() for at in (first, last)]
    return {
        "annotators": sum(each["labels"] > 0 for each in humans),
        "reviewers": sum(each["reviews_made"] > 0 for each in humans),
        "machines": [each["name"] for each in machines],
        "answers": numbers["total"]["labels"],
        "answers_of_machines": sum(each["labels"] for each in machines),
        "median_seconds": numbers["total"]["median_seconds"],
        "hours": round(numbers["total"]["hours"], 2),
        "from": None if days[0] is None else days[0].isoformat(),
        "to": None if days[1] is None else days[1].isoformat(),
    }


def _agreement(project: Project) -> dict[str, Any] | None:
    """What the report on quality says of agreement; None where nothing is labelled yet."""
    from asknext.labelling.quality.read_project import studied
    from asknext.labelling.quality.sections.agreement import agreement_section

    try:
        section = agreement_section(studied(project, model=False))
    except AsknextError:
        return None
    return {"sentence": section.sentence, "source": section.source, "numbers": section.numbers}


def _estimate(numbers: Mapping[str, Any]) -> dict[str, Any] | None:
    """The score of the model of the last round, measured on the items drawn at random."""
    known = [each for each in numbers["curve"] if each["score"] is not None]
    if not known:
        return None
    return {"metric": numbers["metric"], **{name: known[-1][name] for name in ("labels", "score", "low", "high", "n")}}


def _warnings(drawn: int, config: Config, *, trained: bool) -> list[str]:
    strategy = config.strategy if isinstance(config.strategy, str) else config.strategy.get("name")
    if strategy == "random" or not trained:  # without a model items come in the order of a draw
        return []
    return [BIASED, SAMPLED.format(n=f"{drawn:,}") if drawn else UNSAMPLED]


def _issues(
    numbers: Mapping[str, Any], states: Mapping[int, int], total: Mapping[str, Any], questions: int
) -> list[str]:
    progress = numbers["progress"]
    counts = {
        "Open, without a label": progress["open"],
        "Skipped": progress["skipped"],
        "Ignored as not belonging here": progress["ignored"],
        "Flagged": progress["flagged"],
        "Waiting for a review": states.get(REVIEW, 0),
        "Disputed: annotators disagree and nobody has decided": states.get(DISPUTED, 0),
        "Questions that nobody has answered": questions,
    }
    found = [f"{what}: {number:,}." for what, number in counts.items() if number]
    if total["rejection_rate"] is not None:
        reviewed = total["accepted"] + total["rejected"] + total["corrected"]
        found.append(
            f"Of {reviewed:,} reviewed labels {100 * total['rejection_rate']:.1f} % were rejected or corrected."
        )
    return found
