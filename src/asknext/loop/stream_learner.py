"""`StreamLearner`: decide item by item what to ask, and learn from each answer whenever it comes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from asknext.errors import DataError, InputError
from asknext.strategies.streams.state import state_from_json, state_to_json
from asknext.strategies.streams.stream import Stream
from asknext.strategies.streams.stream_strategy import StreamStrategy

__all__ = ["Offer", "StreamLearner", "StreamReport"]

_FORMAT, _VERSION = "asknext-stream", 1


@dataclass(frozen=True)
class Offer:
    """What came of an item: its ``number`` in the stream, whether to ``ask`` about it, how useful that is, why, and the
    model's ``probabilities``, class -> share, before it learns."""

    number: int
    ask: bool
    utility: float
    reason: str
    probabilities: Mapping[Any, float]

    @property
    def prediction(self) -> Any:
        """The likeliest class, the first of equals; None while no class is known."""
        return max(self.probabilities, key=lambda label: self.probabilities[label], default=None)


@dataclass(frozen=True)
class StreamReport:
    """The budget so far: items ``seen``, ``asked``, ``answered``, ``waiting`` for an answer and ``given_up``; the
    ``budget`` as a share, the share ``spent``, and ``most``, how many questions the budget manager could allow."""

    seen: int
    asked: int
    answered: int
    waiting: int
    given_up: int
    budget: float
    spent: float
    most: float


class StreamLearner:
    """Offer it the items of a stream; tell it the answers, at once or late.

    Items that are let pass are not stored; those asked about are kept until their answer comes.

    Parameters
    ----------
    model : a scikit-learn classifier with ``partial_fit`` and ``predict_proba``, for items that are rows of numbers; or
        a model of river's kind with ``predict_proba_one`` and ``learn_one``, for whatever items it takes. It learns in
        place. Until the first answer all classes count as equally likely.
    strategy : a stream strategy by name, mapping or object.
    budget : share of the stream that may be asked about; default: the strategy's own.
    classes : all classes; scikit-learn's models need to know them beforehand.
    embed : item -> (d,) numbers, for strategies that look at embeddings; default: the row itself, or the values of a
        mapping by sorted key.
    patience : answers to items that were offered longer ago than this many items are not waited for; None: for ever.
    seed : decides every random choice.

    Raises
    ------
    InputError : a model, strategy or number that cannot be used. What the model raises comes through unchanged.
    """

    def __init__(
        self,
        model: Any,
        strategy: str | Mapping[str, Any] | StreamStrategy = "split",
        *,
        budget: float | None = None,
        classes: Iterable[Any] | None = None,
        embed: Callable[[Any], Any] | None = None,
        patience: int | None = None,
        seed: int = 0,
    ) -> None:
        self._river = hasattr(model, "learn_one") and hasattr(model, "predict_proba_one")
        if not self._river and not (hasattr(model, "partial_fit") and hasattr(model, "predict_proba")):
            raise InputError(
                f"{type(model).__name__} cannot learn from a stream: it needs partial_fit and predict_proba, "
                f"e.g. SGDClassifier(loss='log_loss') or GaussianNB(), or learn_one and predict_proba_one."
            )
        self.model, self._stream = model, Stream(strategy, budget=budget, seed=seed)
        self.classes: list[Any] = list(classes or ())
        if not self._river and len(set(self.classes)) < 2:
            raise InputError("classes has to name all classes, at least two: partial_fit must know them beforehand.")
        if patience is not None and patience < 0:
            raise InputError(f"patience is {patience}, but must be a number of items of at least 0.")
        self._embed, self._patience = embed or _numbers, patience
        self._waiting: dict[int, Any] = {}
        self._answered = self._given_up = 0
        self._heard: list[Any] = []

    def offer(self, item: Any) -> Offer:
        """Whether to ask about the next item; if so, it waits for `tell` under its number."""
        number, shares = self._stream.seen, self._shares(item)
        looks = "embeddings" in self._stream.strategy.needs
        spread = list(shares.values()) if len(shares) > 1 else [0.5, 0.5]
        decision = self._stream.offer(spread, self._embed(item) if looks else None)
        self._give_up(number)
        if decision.ask:
            self._waiting[number] = item
        return Offer(number, decision.ask, decision.utility, decision.reason, shares)

    def tell(self, number: int, label: Any) -> None:
        """Learn the answer to an item that was asked about.

        Raises
        ------
        InputError : the item does not wait for an answer, or the label is none of the classes.
        """
        if number not in self._waiting:
            raise InputError(f"Item {number} does not wait for an answer; those that do: {list(self._waiting)[:10]}.")
        if label not in self.classes:
            if not self._river:
                raise InputError(f"The label {label!r} is none of the classes {self.classes}.")
            self.classes.append(label)
        item = self._waiting[number]
        if self._river:
            self.model.learn_one(item, label)
        else:
            self.model.partial_fit(_row(item), [label], classes=np.asarray(self.classes))
        del self._waiting[number]
        self._answered += 1
        if label not in self._heard:
            self._heard.append(label)

    def report(self) -> StreamReport:
        """How the budget was spent so far."""
        seen, asked, share = self._stream.seen, self._stream.asked, float(self._stream.state["share"])
        return StreamReport(
            seen=seen,
            asked=asked,
            answered=self._answered,
            waiting=len(self._waiting),
            given_up=self._given_up,
            budget=share,
            spent=asked / seen if seen else 0.0,
            most=self._stream.strategy.managed(share).most(seen),
        )

    @property
    def waiting(self) -> dict[int, Any]:
        """Number -> item, for those asked about and not answered, oldest first."""
        return dict(self._waiting)

    def save(self, path: str | Path) -> None:
        """Write everything but the model to a JSON file, at once or not at all. Items waiting must be of JSON values
        or arrays."""
        document = {
            "format": _FORMAT,
            "version": _VERSION,
            "strategy": self._stream.strategy.describe(),
            "state": self._stream.state,
            "classes": self.classes,
            "heard": self._heard,
            "patience": self._patience,
            "answered": self._answered,
            "given_up": self._given_up,
            "waiting": list(self._waiting.items()),
        }
        target = Path(path)
        temporary = target.with_name(f".{target.name}.{os.getpid()}")
        temporary.write_text(state_to_json(document), encoding="utf-8")
        os.replace(temporary, target)

    @classmethod
    def load(cls, path: str | Path, model: Any, *, embed: Callable[[Any], Any] | None = None) -> StreamLearner:
        """The learner that was saved, with its ``model``; it decides exactly what the saved one would have decided.

        Raises
        ------
        DataError : the file is absent, damaged or foreign.
        """
        saved = _read(Path(path))
        try:
            learner = cls(model, saved["strategy"], classes=saved["classes"], embed=embed, patience=saved["patience"])
            learner._stream.state = saved["state"]
            learner._heard = list(saved["heard"])
            learner._answered, learner._given_up = int(saved["answered"]), int(saved["given_up"])
            learner._waiting = {int(number): item for number, item in saved["waiting"]}
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"is damaged: {type(error).__name__}: {error}", source=str(path)) from error
        return learner

    def _shares(self, item: Any) -> dict[Any, float]:
        """Class -> probability, in the order of the classes; nothing where no class is known."""
        if self._answered == 0:
            return {label: 1.0 / len(self.classes) for label in self.classes}
        if self._river:
            given = self.model.predict_proba_one(item)
            known = {label: float(given.get(label, 0.0)) for label in dict.fromkeys([*self.classes, *given])}
        else:
            known = dict(zip(self.model.classes_.tolist(), self._proba(item).tolist(), strict=True))
        whole = sum(known.values())
        return {label: share / whole if whole > 0 else 1.0 / len(known) for label, share in known.items()}

    def _proba(self, item: Any) -> Any:
        """(C,) from scikit-learn; some models have no number for a class without an answer yet, which counts as 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.asarray(self.model.predict_proba(_row(item)), dtype=np.float64)[0]
        return values if len(self._heard) == len(self.classes) else np.nan_to_num(values)

    def _give_up(self, number: int) -> None:
        if self._patience is None:
            return
        late = [one for one in self._waiting if number - one > self._patience]
        for one in late:
            del self._waiting[one]
        self._given_up += len(late)


def _row(item: Any) -> Any:
    return np.asarray(item, dtype=np.float64).reshape(1, -1)


def _numbers(item: Any) -> Any:
    if isinstance(item, Mapping):
        item = [item[key] for key in sorted(item)]
    try:
        return np.asarray(item, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"An item is no row of numbers ({error}); pass embed=, a function that makes one.") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        saved = state_from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", source=str(path)) from error
    if saved.get("format") != _FORMAT or saved.get("version") != _VERSION:
        raise DataError(f"is not a saved stream learner of version {_VERSION}", source=str(path))
    return saved
