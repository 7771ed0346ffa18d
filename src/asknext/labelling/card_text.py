"""`card_markdown`: a data card as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["card_markdown"]

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])|^([-+]|\d+[.)])")
DECIDED = {
    "vote": "by one answer",
    "consensus": "by the consensus of several answers",
    "review": "by an answer that a reviewer accepted",
    "correction": "by a reviewer's correction",
    "adjudication": "by a decision between answers that differed",
    "import": "brought from a file",
}
STREAMS = {
    "strategy": "chosen by the strategy",
    "control": "drawn at random",
    "list": "labelled in the list of items",
    "import": "labelled in the file they came from",
    "tell": "labelled elsewhere and brought by command",
    "machine": "labelled by a machine",
}


def card_markdown(card: Mapping[str, Any]) -> str:
    """The card of `asknext.labelling.data_card`; what people wrote into it stands there as text and nothing else."""
    parts = [
        f"# {_plain(card['title'])}",
        _plain(card["about"]) if card["about"] else "",
        _warnings(card),
        _facts(card),
        _classes(card),
        _made(card),
        _people(card),
        _quality(card),
        _list("Known issues", card["issues"] or ["None is known."]),
        f"*Made {card['made']} by asknext {card['asknext']}.*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _warnings(card: Mapping[str, Any]) -> str:
    return "\n>\n".join(f"> **Beware.** {each}" for each in card["warnings"])


def _facts(card: Mapping[str, Any]) -> str:
    rows = [
        ("Items", f"{card['items']:,} ({card['content']}; {card['copies']:,} of them copies of others)"),
        ("Labelled", _labelled(card)),
        ("Task", card["task"].replace("_", " ")),
        ("Licence", _plain(card["licence"]) if card["licence"] else "not stated: set `licence:` in asknext.yaml"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def _labelled(card: Mapping[str, Any]) -> str:
    waiting = card["unreviewed"]
    return f"{card['labelled']:,}" + (f" ({waiting:,} of them still wait for a review)" if waiting else "")


def _classes(card: Mapping[str, Any]) -> str:
    lines = [
        "## Classes",
        "",
        "| class | labels | share of labels | share of items drawn at random |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {_plain(each['name'])} | {each['labels']:,} | {_share(each['share'])} | {_share(each['share_at_random'])} |"
        for each in card["classes"]
    ]
    return "\n".join(lines)


def _made(card: Mapping[str, Any]) -> str:
    asked = card["asked"]
    lines = [
        f"The strategy is `{asked['strategy']}`; {_share(asked['control'])} of all items are set aside to be drawn at "
        f"random. The model's guess was shown {_shown(asked['guess'])}.",
        f"Answers an item gets: {asked['answers_wanted']}, at most {asked['most_answers']}; "
        f"{_share(asked['review_share'])} of the labels are reviewed, {_share(asked['gold_rate'])} of what is asked "
        "are gold items.",
    ]
    streams = [f"{number:,} {STREAMS.get(name, name)}" for name, number in asked["streams"].items()]
    decided = [f"{number:,} {DECIDED.get(name, name)}" for name, number in card["decided"].items()]
    return "\n\n".join(
        ["## How items were asked", *lines, _bullets("Labels", streams), _bullets("They came to be", decided)]
    )


def _people(card: Mapping[str, Any]) -> str:
    people = card["people"]
    lines = [f"{people['annotators']:,} annotators gave {people['answers']:,} answers in {people['hours']:,} hours"]
    if people["from"]:
        lines[0] += f", from {people['from']} to {people['to']}"
    if people["median_seconds"] is not None:
        lines.append(f"half of the answers took less than {people['median_seconds']:.1f} seconds")
    if people["reviewers"]:
        lines.append(f"{people['reviewers']:,} of them, or others, reviewed")
    if people["machines"]:
        names = ", ".join(map(_plain, people["machines"]))
        lines.append(f"{people['answers_of_machines']:,} answers are of machines ({names})")
    return f"## Who labelled\n\n{'; '.join(lines)}."


def _quality(card: Mapping[str, Any]) -> str:
    lines = ["## How far the labels can be trusted"]
    if card["agreement"] is not None:
        lines.append(card["agreement"]["sentence"])
    estimate = card["estimate"]
    if estimate is not None:
        lines.append(
            f"A model trained on {estimate['labels']:,} of the labels has a {estimate['metric'].replace('_', ' ')} of "
            f"{estimate['score']:.3f} (95 % interval {estimate['low']:.3f} to {estimate['high']:.3f}), measured on "
            f"{estimate['n']:,} items drawn at random."
        )
    return "\n\n".join(lines if len(lines) > 1 else [*lines, "Nothing is known about that yet."])


def _bullets(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", "", *(f"- {each}" for each in lines)]) if lines else ""


def _list(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *(f"- {each}" for each in lines)])


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _shown(guess: str) -> str:
    return {"before": "before people answered", "after": "after they had answered", "never": "to nobody"}[guess]


def _plain(text: str) -> str:
    """``text`` so that Markdown takes it for nothing else, on one line."""
    return SPECIAL.sub(_escaped, " ".join(str(text).split()))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[1] or len(found[0]) == 1 else f"{found[0][:-1]}\\{found[0][-1]}"
