"""`ActiveLearner`: ask which items to label, tell their labels, for any scikit-learn classifier or regressor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput, PoolExhausted
from asknext.loop.fitted_model import FittedModel
from asknext.loop.held_out import HeldOut
from asknext.loop.held_out_numbers import HeldOutNumbers
from asknext.loop.label_space import Label, LabelSpace
from asknext.loop.learner_file import LearnerFile, read_learner, write_learner
from asknext.loop.ledger import Ledger
from asknext.loop.note_book import NoteBook
from asknext.loop.number_space import NumberSpace
from asknext.loop.task_of import estimator_for, task_of
from asknext.measures.metrics import predictions_of
from asknext.models.committee import Committee, check_committee
from asknext.models.fitting import fit_model
from asknext.models.numbers import states_deviations
from asknext.pool.content_hash import fingerprint
from asknext.pool.pool import Pool
from asknext.pool.progress import Listener
from asknext.pool.resources import Resources
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL
from asknext.pool.view import IntArray, PoolView
from asknext.stopping.advisor import DEFAULT_RULES, advise, overall
from asknext.stopping.history import Advice, Round
from asknext.stopping.registry import build_rule
from asknext.stopping.rule import Rule
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.choosing.notes import select_noting
from asknext.strategies.registry import build
from asknext.strategies.regression.predictive_variance import STANDARD_DEVIATION
from asknext.strategies.wrappers.cold_start import ColdStart

__all__ = ["ActiveLearner"]

_STOP_SET = 2_000
_FIT, _ASK, _STOP = 1, 2, 3
_BY_MODEL = frozenset({"probabilities", "committee", "predictions"})


class ActiveLearner:
    """Ask / tell: which items to label next, and a model fitted on the labels so far.

    Each model is fitted from scratch, as a pure function of the labels and the seed. So a learner that was saved and
    loaded asks exactly what it would have asked without the break, and undo leads back to exactly the state before.

    Parameters
    ----------
    model : a scikit-learn classifier, regressor or Pipeline, as it is (it is cloned, never changed; a ``random_state``
        of None is filled in from ``seed``); None = the default model over the embeddings.
    pool : a `Pool`, or anything with one row an item: array, DataFrame, sparse matrix, list of texts.
    strategy : name, arithmetic such as "margin * information_density", mapping with parameters, or strategy object.
    seed : decides every random choice.
    classes : all classes there are; then any other label is refused. None: learnt from the labels as they come.
    labels : labels known already, one an item, None or NaN where missing; default: the pool's own.
    test : (content, labels) that the model never learns from; each round is then scored on it.
    metrics : names of the scores taken on ``test``; default: accuracy, several labels: micro_f1 and macro_f1,
        regression: rmse and r2 (there is mae, too).
    stopping : rules (names, mappings, objects) for `advice`; default: pool exhausted, stabilising predictions,
        contradiction ratio.
    cold_start : whether strategies that need probabilities first spread over the pool until each class has been seen;
        a number is the limit of labels after which it ends in any case.
    embeddings : (n, d) float32; default: the pool's own, else made from the content when first needed.
    multilabel : whether an item may have several labels or none; default: told by the strategy where it serves
        nothing else, or by the first labels.
    task : "single_label", "multi_label" or "regression" (labels are numbers); default: as the model is a classifier or
        a regressor, and as ``multilabel`` says.
    price : money a label, for the budget.
    committee : who disagrees, for strategies that need a committee: a number K, so many copies of the model, each
        fitted on a bootstrap sample of the labels; a list of models; or a function (fitted model, content) -> (K, n, C)
        probabilities, for regression (K, n) predictions, e.g. of dropout draws. Made only when a strategy looks.
    columns : mapping of name to one value an item; default: the pool's own. For a regressor that states standard
        deviations, a column "standard_deviation" is there by itself.
    detections, annotations, sequences : further inputs of strategies, one entry an item (see `asknext.select`).
    max_memory, threads, progress : what a selection may use, and who is told how far it is (see `asknext.select`).

    Raises
    ------
    InputError : arguments that do not fit together. Whatever the model raises in ``fit`` comes through unchanged.
    """

    def __init__(
        self,
        model: Any,
        pool: Any,
        strategy: str | Mapping[str, Any] | Strategy = "auto",
        *,
        seed: int = 0,
        classes: Iterable[Any] | None = None,
        labels: Any = None,
        test: tuple[Any, Any] | None = None,
        metrics: Sequence[str] | None = None,
        stopping: Iterable[str | Mapping[str, Any] | Rule] = DEFAULT_RULES,
        cold_start: bool | int = True,
        embeddings: npt.NDArray[Any] | None = None,
        multilabel: bool | None = None,
        task: str | None = None,
        price: float = 0.0,
        committee: Committee = 5,
        columns: Mapping[str, Any] | None = None,
        detections: Any = None,
        annotations: Any = None,
        sequences: Any = None,
        max_memory: int | str | None = None,
        threads: int | None = None,
        progress: Listener | bool | None = None,
    ) -> None:
        self.pool = pool if isinstance(pool, Pool) else Pool(pool)
        self.model, self.seed, self.price = model, _seed(seed), float(price)
        self.strategy = build(strategy)
        self.rules = [build_rule(rule) for rule in stopping]
        self._cold_start = cold_start
        told = task_of(task, multilabel, model, self.strategy)
        self._numbers = told == REGRESSION
        self._space: LabelSpace | NumberSpace = (
            NumberSpace() if self._numbers else LabelSpace(classes, None if told is None else told == MULTI_LABEL)
        )
        self._committee, self._resources = check_committee(committee), Resources(max_memory, threads, progress)
        self._columns = self.pool.columns if columns is None else dict(columns)
        further = {"detections": detections, "annotations": annotations, "sequences": sequences}
        self._further = {name: value for name, value in further.items() if value is not None}
        self._kept: dict[str, Any] = {}
        self._notes = NoteBook()
        self._ledger = Ledger(self.pool.n, self.pool.ignored.tolist())
        self._given_embeddings = None if embeddings is None else _matrix(embeddings, self.pool.n)
        self._embeddings = self.pool.embeddings if embeddings is None else embeddings
        self._history: list[Round] = []
        self._digests: list[str] = []
        self._fitted_digest = ""
        self._fitted: FittedModel | None = None
        self._before, self._began = 0.0, monotonic()
        self._take_known(self.pool.labels if labels is None else labels)
        self._given = len(self._ledger.actions)
        self._test = self._held_out(test, metrics)

    # ------------------------------------------------------------------ ask and tell

    def ask(self, n: int = 1, *, allow_fewer: bool = False, exclude: Iterable[int] = ()) -> Batch:
        """The ``n`` items most worth labelling, best first: ``.indices``, ``.scores``, ``.reasons``.

        Asking changes nothing: until something is told, the same question has the same answer.

        Parameters
        ----------
        allow_fewer : give all that are left where they are fewer than ``n``, rather than raise `PoolExhausted`.
        exclude : rows not to be asked this time, e.g. those that somebody else is busy with.

        Raises
        ------
        PoolExhausted : nothing is left, or fewer than ``n`` and not ``allow_fewer``.
        """
        rows = np.setdiff1d(self._ledger.available, np.asarray(list(exclude), dtype=np.int64))
        if len(rows) == 0:
            raise PoolExhausted("Nothing is left to ask about: every item is labelled, ignored or excluded.")
        if not allow_fewer and n > len(rows):
            raise PoolExhausted(
                f"{n} items were asked for, but only {len(rows)} are left to ask about: ask for at most {len(rows)}, "
                f"or pass allow_fewer=True to get all that are left."
            )
        strategy, view = self._strategy_now(), self._view(rows)
        if isinstance(strategy, ColdStart):
            strategy.check_task(view)
        if not (isinstance(strategy, ColdStart) and strategy.is_cold(view)) and self._ledger.labels:
            self.fit()
        rng = self._rng(_ASK, len(self._ledger.labels), len(self._ledger.ignored))
        batch, note = select_noting(strategy, view, min(n, len(rows)), rng, self._notes.notes)
        self._notes.asked(batch.indices, note)
        return batch

    def tell(self, batch: Batch | npt.ArrayLike, labels: Any) -> None:
        """Store labels for a batch or for rows of the pool (asked or not).

        Parameters
        ----------
        batch : what `ask` gave, or row numbers.
        labels : one an item, in the same order; None or NaN = not answered, the item stays open. Multi-label: sets or
            lists of classes, or an indicator matrix (an array, or its rows as a list).

        Raises
        ------
        InputError : wrong number of labels, a row out of range, twice, ignored or labelled already, a label of the
            wrong form; then nothing is stored.
        """
        answers = self._answers(batch, labels)
        self._ledger.tell(answers, len(self._history))
        self._space.learn(answers.values())
        self._notes.answered(answers, len(self._ledger.actions))

    def relabel(self, rows: int | Batch | npt.ArrayLike, labels: Any) -> None:
        """Change the labels of rows that have one; arguments and errors as for `tell` (one row: one label)."""
        if isinstance(rows, int | np.integer):
            rows, labels = np.array([rows]), [labels]
        answers = self._answers(rows, labels)
        self._ledger.relabel(answers, len(self._history))
        self._space.learn(answers.values())

    def ignore(self, rows: int | Batch | npt.ArrayLike) -> None:
        """Never ask these rows, and do not learn from them."""
        self._ledger.ignore(self._rows(rows).tolist(), len(self._history))

    def undo(self, steps: int = 1) -> None:
        """Take back the last ``steps`` calls of `tell`, `relabel` or `ignore`, with the rounds that came of them.

        Labels given at the start stay.
        """
        done = len(self._ledger.actions) - self._given
        if not 1 <= steps <= done:
            raise InputError(f"{steps} steps cannot be undone: {done} actions were taken.")
        for _ in range(steps):
            rounds = self._ledger.undo().rounds
            del self._history[rounds:], self._digests[rounds:]
        self._notes.back_to(len(self._ledger.actions))

    # ------------------------------------------------------------------ the model

    def fit(self) -> Any:
        """The model fitted on all labels so far; it is refitted only where they have changed since.

        Raises
        ------
        MissingInput : there are no labels yet.
        """
        digest = self._ledger.digest
        if digest != self._fitted_digest:
            rows = self._ledger.labelled
            if len(rows) == 0:
                raise MissingInput("There is no label to learn from yet. Label what ask() gives and pass it to tell().")
            self._fitted, self._fitted_digest = self._fit(rows), digest
        if self._digests[-1:] != [digest]:
            self._finish_round(digest)
        return self._now_fitted.model

    def predict(self, X: Any = None) -> Any:
        """Labels for ``X`` (None = the whole pool): an (n,) array, or for a multi-label task a list of sets."""
        if self._numbers:
            self.fit()
            return self._now_fitted.predictions if X is None else self._now_fitted.numbers_for(X)
        table = self.predict_proba(X)
        classes = self._space.classes
        if self._space.multilabel:
            return [{classes[column] for column in np.flatnonzero(row)} for row in predictions_of(table, True)]
        return np.asarray(classes)[predictions_of(table, False)]

    def predict_proba(self, X: Any = None) -> npt.NDArray[np.float64]:
        """(n, C) float64 in the order of `classes`, for ``X`` or the whole pool.

        With the default model ``X`` are embeddings. Raises `InputError` where labels are numbers.
        """
        if self._numbers:
            raise InputError("The labels are numbers, which have no probabilities: use predict().")
        self.fit()
        return self._now_fitted.probabilities if X is None else self._now_fitted.proba(X)

    # ------------------------------------------------------------------ what is known

    @property
    def task(self) -> str:
        """ "single_label", "multi_label" or "regression"; single-label until something has told otherwise."""
        if self._numbers:
            return REGRESSION
        return MULTI_LABEL if self._space.multilabel else SINGLE_LABEL

    @property
    def classes(self) -> list[Any]:
        """The classes, in the order of the columns of `predict_proba`; none where labels are numbers."""
        return list(self._space.classes)

    @property
    def labels(self) -> dict[int, Label]:
        """Row -> label, for all rows that have one."""
        return dict(sorted(self._ledger.labels.items()))

    @property
    def labelled(self) -> IntArray:
        """(m,) int64 rows with a label."""
        return self._ledger.labelled

    @property
    def available(self) -> IntArray:
        """(u,) int64 rows that may be asked."""
        return self._ledger.available

    @property
    def history(self) -> tuple[Round, ...]:
        """The finished rounds, oldest first: one for each set of labels that a model was fitted on."""
        return tuple(self._history)

    @property
    def verdicts(self) -> list[Advice]:
        """The overall verdict on stopping, then what each rule says."""
        said = advise([*self._history, self._now], self.rules, numbers=self._numbers)
        return [overall(said), *said]

    @property
    def advice(self) -> list[str]:
        """`verdicts` as sentences."""
        return [each.sentence for each in self.verdicts]

    # ------------------------------------------------------------------ save and load

    def save(self, folder: str | Path) -> None:
        """Write everything but the content and the model to ``folder``: ``learner.json`` and one ``.npy`` file.

        The write is atomic: after a crash the folder holds the state before or the state after. See
        `asknext.loop.learner_file` for the format.
        """
        write_learner(Path(folder), self._document(), [each.predictions for each in self._history])

    @classmethod
    def load(
        cls,
        folder: str | Path,
        model: Any,
        pool: Any,
        *,
        strategy: Strategy | None = None,
        test: tuple[Any, Any] | None = None,
        metrics: Sequence[str] | None = None,
        stopping: Iterable[str | Mapping[str, Any] | Rule] | None = None,
        embeddings: npt.NDArray[Any] | None = None,
        committee: Committee | None = None,
        **further: Any,
    ) -> ActiveLearner:
        """The learner that was saved in ``folder``; it asks exactly what the saved one would have asked.

        Parameters
        ----------
        model, pool, test, metrics, embeddings : the same as before; they are not in the file.
        committee : the same as before, where it was a list or a function; a number of members is in the file.
        further : columns, detections, annotations, sequences, max_memory, threads, progress, as for a new learner.
        strategy, stopping : only needed for objects of your own that are not in a registry.

        Raises
        ------
        DataError : the file is damaged, foreign, or of a later version.  InputError : it belongs to another pool.
        """
        source = pool if isinstance(pool, Pool) else Pool(pool)
        saved = read_learner(Path(folder), source.n)
        learner = cls(
            model, source, strategy or saved.strategy, seed=saved.seed, labels=[None] * source.n,
            stopping=saved.rules if stopping is None else stopping, cold_start=saved.cold_start,
            embeddings=embeddings, price=saved.price, task=saved.task,
            committee=saved.committee if committee is None else committee, **further,
        )  # fmt: skip
        if saved.pool != learner._fingerprint:
            raise InputError(
                f"The learner in {folder} belongs to another pool: its content, ids or embeddings differ from those "
                f"of the pool given."
            )
        learner._restore(saved)
        learner._test = learner._held_out(test, metrics)
        return learner

    def _document(self) -> LearnerFile:
        return LearnerFile(
            pool=self._fingerprint, n=self.pool.n, seed=self.seed, strategy=self.strategy.describe(),
            rules=[rule.describe() for rule in self.rules], cold_start=self._cold_start, price=self.price,
            classes=self._space.classes, closed=self._space.closed, multilabel=self._space.multilabel,
            form=self._space.form,
            actions=self._ledger.actions, rounds=self._history, seconds=self._seconds,
            digests=self._digests, given=self._given, task=REGRESSION if self._numbers else None,
            committee=self._committee if isinstance(self._committee, int) else 5, notes=self._notes.plain(),
        )  # fmt: skip

    @property
    def _fingerprint(self) -> str:
        if self._given_embeddings is None:
            return self.pool.fingerprint
        return fingerprint([[self.pool.fingerprint], self._given_embeddings])

    def _restore(self, saved: LearnerFile) -> None:
        if isinstance(self._space, LabelSpace):
            self._space.classes, self._space.closed = list(saved.classes), saved.closed
            self._space.multilabel, self._space.form = saved.multilabel, saved.form
        self._notes = NoteBook.of(saved.notes)
        self._ledger.replay(saved.actions)
        self._history = list(saved.rounds)
        self._digests, self._given, self._before = list(saved.digests), saved.given, saved.seconds

    # ------------------------------------------------------------------ inside

    def _take_known(self, labels: Any) -> None:
        if labels is None:
            return
        parsed = self._space.parse(labels, self.pool.n)
        known = {
            row: label for row, label in enumerate(parsed) if label is not None and row not in self._ledger.ignored
        }
        if known:
            self._ledger.tell(known, 0)
            self._space.learn(parsed)

    def _answers(self, batch: Batch | npt.ArrayLike, labels: Any) -> dict[int, Label]:
        rows = self._rows(batch)
        parsed = self._space.parse(labels, len(rows))
        return {row: label for row, label in zip(rows.tolist(), parsed, strict=True) if label is not None}

    def _rows(self, batch: Any) -> IntArray:
        given = np.atleast_1d(np.asarray(batch.indices if isinstance(batch, Batch) else batch))
        if given.ndim != 1 or (given.dtype.kind not in "iu" and given.size):
            raise InputError(f"Rows are a batch or a list of row numbers; found {given.dtype} of shape {given.shape}.")
        rows = given.astype(np.int64)
        outside = rows[(rows < 0) | (rows >= self.pool.n)]
        if len(outside):
            raise InputError(f"Row {outside[0]} is not in the pool, which has rows 0 to {self.pool.n - 1}.")
        values, counts = np.unique(rows, return_counts=True)
        if (counts > 1).any():
            raise InputError(f"Row {values[counts > 1][0]} occurs {counts.max()} times; each row may occur once.")
        return rows

    def _strategy_now(self) -> Strategy:
        """The strategy, behind a cold start where it looks at what a model says."""
        looks = bool(self.strategy.needs & _BY_MODEL) or self.strategy.name == "auto" or self._wants_deviations
        own = isinstance(self.strategy, ColdStart) or (self.strategy.name == "auto" and self._cold_start is True)
        if self._cold_start is False or not looks or own:
            return self.strategy
        classes = max(2, len(self._space.classes)) if self._space.closed else 2
        limit = None if self._cold_start is True else int(self._cold_start)
        return ColdStart(self.strategy, limit=limit, classes=classes)

    def _view(self, rows: IntArray) -> PoolView:
        return PoolView(
            self.pool.n,
            labelled=self._ledger.labelled,
            labels=self._label_column,
            embeddings=self._vectors if self._can_embed else None,
            task=self.task,
            available=rows,
            resources=self._resources,
            kept=self._kept,
            **self._lazily,
            **self._further,
        )

    @property
    def _lazily(self) -> dict[str, Any]:
        """What a model says, each as a function that is called when a strategy looks; and the columns."""
        told = bool(self._columns) or (self._wants_deviations and bool(self._ledger.labels))
        columns = {"columns": self._all_columns} if told else {}
        if not self._ledger.labels:
            return columns
        of: dict[str, Any] = columns | {"committee": lambda: self._refitted().opinions}
        if self._numbers:
            return of | {"predictions": lambda: self._refitted().predictions}
        return of | {"probabilities": lambda: self._refitted().probabilities}

    def _all_columns(self) -> dict[str, Any]:
        if not self._wants_deviations or not self._ledger.labels:
            return dict(self._columns)
        return {**self._columns, STANDARD_DEVIATION: self._refitted().deviations}

    @property
    def _wants_deviations(self) -> bool:
        """Whether the strategy may look at standard deviations that the model states."""
        wanted = self._numbers and "columns" in self.strategy.needs and STANDARD_DEVIATION not in self._columns
        return wanted and states_deviations(self._estimator)

    def _held_out(self, test: tuple[Any, Any] | None, metrics: Sequence[str] | None) -> HeldOut | HeldOutNumbers | None:
        if test is None:
            return None
        if isinstance(self._space, NumberSpace):
            return HeldOutNumbers(*test, metrics)
        return HeldOut(*test, self._space, metrics)

    def _label_column(self) -> npt.NDArray[Any]:
        column = np.full(self.pool.n, None, dtype=object)
        for row, label in self._ledger.labels.items():
            column[row] = label
        return column

    @property
    def _estimator(self) -> Any:
        return estimator_for(self.model, self.task)

    @property
    def _can_embed(self) -> bool:
        return self._embeddings is not None or not _paths(self.pool.content)

    def _vectors(self) -> npt.NDArray[Any]:
        if self._embeddings is None:
            from asknext.embed import embed_any

            self._embeddings = embed_any(self.pool.content, self.seed)
        return self._embeddings

    def _content(self, rows: IntArray) -> Any:
        return self.pool.take(rows) if self.model is not None else self._vectors()[rows]

    def _fit(self, rows: IntArray) -> FittedModel:
        targets = self._space.targets([self._ledger.labels[row] for row in rows.tolist()])
        seed = int(self._rng(_FIT, len(rows)).integers(2**31))
        return FittedModel(
            fit_model(self._estimator, self._content(rows), targets, seed), self._estimator, self._everything,
            self._content, rows, targets, seed, tuple(self._space.classes), bool(self._space.multilabel),
            self._numbers, self._committee,
        )  # fmt: skip

    def _refitted(self) -> FittedModel:
        self.fit()
        return self._now_fitted

    @property
    def _now_fitted(self) -> FittedModel:
        """The fitted model; anew over the same fit where more classes are known than there were."""
        found = self._fitted
        assert found is not None
        if len(found.classes) != len(self._space.classes):
            found = self._fitted = replace(found, classes=tuple(self._space.classes))
        return found

    def _everything(self) -> Any:
        return self.pool.content if self.model is not None else self._vectors()

    def _finish_round(self, digest: str) -> None:
        fitted = self._now_fitted
        say = fitted.numbers_for if self._numbers else fitted.proba
        scores, intervals = self._test.measure(say) if self._test else ({}, {})
        predictions = self._stop_set_predictions()
        self._history.append(replace(self._now, scores=scores, intervals=intervals, predictions=predictions))
        self._digests.append(digest)

    @property
    def _now(self) -> Round:
        """What can be said without a model: budgets count while it is still cold, too."""
        labels = len(self._ledger.labels)
        left = len(self._ledger.available)
        return Round(labels, seconds=self._seconds, cost=self.price * labels, remaining=left)

    def _stop_set_predictions(self) -> npt.NDArray[Any] | None:
        """None where no rule would look, and until two classes are known.

        A model that can say one thing only is stable, but not ready.
        """
        if self._numbers or not self.rules or len(set(self._ledger.labels.values())) < 2:
            return None
        several = bool(self._space.multilabel)
        rows = self._stop_rows
        if "probabilities" in self.strategy.needs or self.strategy.name == "auto":
            table = self._now_fitted.probabilities[rows]
        else:
            table = self._now_fitted.proba(self._content(rows))
        return predictions_of(table, several).astype(np.uint8 if several else np.int64)

    @property
    def _stop_rows(self) -> IntArray:
        return np.sort(self._rng(_STOP).permutation(self.pool.n)[:_STOP_SET])

    @property
    def _seconds(self) -> float:
        return self._before + monotonic() - self._began

    def _rng(self, *purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *purpose])


def _seed(seed: int) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"seed is {seed!r}; expected a whole number of at least 0.")
    return int(seed)


def _matrix(embeddings: npt.NDArray[Any], n: int) -> npt.NDArray[Any]:
    if np.ndim(embeddings) != 2 or len(embeddings) != n:
        raise InputError(f"embeddings have shape {np.shape(embeddings)}; expected ({n}, d).")
    return embeddings


def _paths(content: Any) -> bool:
    """Whether the content is files, which the in-memory embedders do not open."""
    return isinstance(content, list) and bool(content) and isinstance(content[0], Path)
