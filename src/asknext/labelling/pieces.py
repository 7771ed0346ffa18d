"""What the advisor says of a project: made when a round ends, kept until the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from asknext.labelling.snapshot import Snapshot
from asknext.project.annotate_config import NUMBERS
from asknext.project.config import Config
from asknext.store.settings import get_setting, set_setting

if TYPE_CHECKING:
    from asknext.stopping import Round

__all__ = ["keep_pieces", "kept_pieces", "pieces_on"]

KEY = "advice"
_TAKE = (
    "Set `strategy: {0}` in asknext.yaml and start the server again, or take one batch: "
    "asknext ask FOLDER --strategy {0}"
)
_WAYS = {
    "independent_set": "Have `control: 0.1`, the default, in asknext.yaml before data is imported: one answer in ten "
    "is then on an item drawn at random.",
    "explore": _TAKE.format("auto"),
    "harder": _TAKE.format("margin"),
    "stop": "Train the final model on every label: asknext train FOLDER",
}


def pieces_on(
    config: Config, snapshot: Snapshot, history: Sequence[Round], metric: str, stop: bool | None
) -> list[dict[str, Any]]:
    """Each piece of advice as JSON values.

    Parameters
    ----------
    history : finished rounds, this one last.  metric : of the score on the control items.
    stop : what the stopping rules say.
    """
    # a server reads what is kept, and needs none of the rules to do so
    from asknext.stopping.advice import Situation, advice_pieces

    strategy = config.strategy if isinstance(config.strategy, str) else str(config.strategy.get("name", "?"))
    situation = Situation(
        strategy=strategy,
        numbers=config.task in NUMBERS,
        independent=len(snapshot.drawn_rows),
        draws=config.control > 0,
        metric=metric,
        budget=config.budget.labels,
        ways={**_WAYS, "easier": _TAKE.format("random" if strategy == "auto" else "auto")},
        stop=stop,
    )
    return [each.as_dict() for each in advice_pieces(history, situation)]


def keep_pieces(conn: Connection, pieces: Sequence[dict[str, Any]]) -> None:
    """Keep the newest advice in place of that before."""
    set_setting(conn, KEY, list(pieces))


def kept_pieces(conn: Connection) -> list[dict[str, Any]]:
    """The newest advice; none before the first round."""
    found: list[dict[str, Any]] = get_setting(conn, KEY, [])
    return found
