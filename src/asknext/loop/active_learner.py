"""`ActiveLearner`: ask which items to label, tell their labels, for any scikit-learn classifier or regressor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, PoolExhausted
from asknext.loop.batch_looks import BatchLooks
from asknext.loop.class_task import ClassTask
from asknext.loop.earlier_models import EarlierModels
from asknext.loop.fitted_model import FittedModel
from asknext.loop.label_space import Label
from asknext.loop.latest_model import LatestModel
from asknext.loop.learner_file import LearnerFile, read_learner, write_learner
from asknext.loop.learner_state import LearnerState
from asknext.loop.learner_views import LearnerViews
from asknext.loop.learner_ways import learner_situation
from asknext.loop.model_input import ModelInput
from asknext.loop.number_task import NumberTask
from asknext.loop.round_fields import RoundFields
from asknext.loop.rows_of import rows_of
from asknext.loop.task_of import task_of
from asknext.models.committee import Committee, check_committee
from asknext.pool.pool import Pool
from asknext.pool.progress import Listener
from asknext.pool.resources import Resources
from asknext.pool.task import MULTI_LABEL, REGRESSION
from asknext.pool.view import IntArray
from asknext.stopping.advice import Piece, advice_pieces
from asknext.stopping.advisor import DEFAULT_RULES, advise, overall
from asknext.stopping.history import Advice, Round
from asknext.stopping.registry import build_rule
from asknext.stopping.rule import Rule
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.choosing.notes import select_noting
from asknext.strategies.registry import build
from asknext.strategies.wrappers.cold_start import ColdStart

__all__ = ["ActiveLearner"]

_ASK = 2


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
    stopping : rules (names, mappings, objects) for `advice`; default: pool exhausted, and the first of cost optimal and
        stabilising predictions.
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
        several = None if told is None else told == MULTI_LABEL
        self._task = NumberTask() if told == REGRESSION else ClassTask(classes, several)
        members, resources = check_committee(committee), Resources(max_memory, threads, progress)
        source = ModelInput(self.pool, embeddings, embedded=model is None, seed=self.seed)
        self._state = LearnerState(self.pool, self._task, labels, self.price)
        self._ledger = self._state.ledger
        self._latest = LatestModel(model, self._task, self._ledger, source, members, self.seed)
        earlier = EarlierModels(self._ledger, self._state.rounds, self._latest)
        self._looks = BatchLooks(self._ledger, self._state.rounds, self._latest, earlier, self.seed)
        self._fields = RoundFields(self._task, self._ledger, self._state.rounds, earlier, self.seed)
        known = self.pool.columns if columns is None else dict(columns)
        further = {"detections": detections, "annotations": annotations, "sequences": sequences}
        given = {name: value for name, value in further.items() if value is not None}
        self._views = LearnerViews(self._state, self._latest, self._refitted, known, given, resources)
        self._test = None if test is None else self._task.held_out(*test, metrics)

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
        strategy = self._views.behind_cold_start(self.strategy, self._cold_start)
        view = self._views.view(rows, self.strategy)
        if isinstance(strategy, ColdStart):
            strategy.check_task(view)
        if not (isinstance(strategy, ColdStart) and strategy.is_cold(view)) and self._ledger.labels:
            self.fit()
        rng = np.random.default_rng([self.seed, _ASK, len(self._ledger.labels), len(self._ledger.ignored)])
        batch, note = select_noting(strategy, view, min(n, len(rows)), rng, self._state.notes.notes)
        self._state.notes.asked(batch.indices, note)
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
        self._state.tell(batch, labels)

    def relabel(self, rows: int | Batch | npt.ArrayLike, labels: Any) -> None:
        """Change the labels of rows that have one; arguments and errors as for `tell` (one row: one label)."""
        if isinstance(rows, int | np.integer):
            rows, labels = np.array([rows]), [labels]
        self._state.relabel(rows, labels)

    def ignore(self, rows: int | Batch | npt.ArrayLike) -> None:
        """Never ask these rows, and do not learn from them."""
        self._state.ignore(rows_of(rows, self.pool.n).tolist())

    def undo(self, steps: int = 1) -> None:
        """Take back the last ``steps`` calls of `tell`, `relabel` or `ignore`, with the rounds that came of them.

        Labels given at the start stay.
        """
        self._state.undo(steps)

    # ------------------------------------------------------------------ the model

    def fit(self) -> Any:
        """The model fitted on all labels so far; it is refitted only where they have changed since.

        Raises
        ------
        MissingInput : there are no labels yet.
        """
        return self._refitted().model

    def predict(self, X: Any = None) -> Any:
        """Labels for ``X`` (None = the whole pool): an (n,) array, or for a multi-label task a list of sets."""
        return self._task.predict(self._refitted(), X)

    def predict_proba(self, X: Any = None) -> npt.NDArray[np.float64]:
        """(n, C) float64 in the order of `classes`, for ``X`` or the whole pool.

        With the default model ``X`` are embeddings. Raises `InputError` where labels are numbers.
        """
        if isinstance(self._task, NumberTask):
            raise InputError("The labels are numbers, which have no probabilities: use predict().")
        return self._task.probabilities(self._refitted(), X)

    # ------------------------------------------------------------------ what is known

    @property
    def task(self) -> str:
        """ "single_label", "multi_label" or "regression"; single-label until something has told otherwise."""
        return self._task.name

    @property
    def classes(self) -> list[Any]:
        """The classes, in the order of the columns of `predict_proba`; none where labels are numbers."""
        return list(self._task.space.classes)

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
        return tuple(self._state.rounds.rounds)

    @property
    def verdicts(self) -> list[Advice]:
        """The overall verdict on stopping, then what each rule says."""
        rounds = self._state.rounds
        said = advise([*rounds.rounds, rounds.now], self.rules, numbers=self._task.numbers)
        return [overall(said), *said]

    @property
    def pieces(self) -> list[Piece]:
        """What the advisor says beside the rules, each a sentence with its number, bound, next step and picture.

        On an independent test set, on exploration, on contradiction and on agreement, see `asknext.stopping.advice`.
        """
        self._looks.fill()
        situation = learner_situation(
            self.strategy.name, self.rules, self._test, numbers=self._task.numbers, stop=self.verdicts[0].stop
        )
        return advice_pieces(self.history, situation)

    @property
    def advice(self) -> list[str]:
        """Sentences: whether to stop, what the advisor says (`pieces`), and what each rule says (`verdicts`)."""
        whole, *rules = [each.sentence for each in self.verdicts]
        return [whole, *(each.sentence for each in self.pieces), *rules]

    # ------------------------------------------------------------------ save and load

    def save(self, folder: str | Path) -> None:
        """Write everything but the content and the model to ``folder``: ``learner.json`` and one ``.npy`` file.

        The write is atomic: after a crash the folder holds the state before or the state after. See
        `asknext.loop.learner_file` for the format.
        """
        write_learner(Path(folder), self._document(), [each.predictions for each in self.history])

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
        if saved.pool != learner._latest.given.fingerprint:
            raise InputError(
                f"The learner in {folder} belongs to another pool: its content, ids or embeddings differ from those "
                f"of the pool given."
            )
        learner._state.restore(saved)
        learner._test = None if test is None else learner._task.held_out(*test, metrics)
        return learner

    def _document(self) -> LearnerFile:
        members = self._latest.committee
        return LearnerFile(
            pool=self._latest.given.fingerprint, n=self.pool.n, seed=self.seed, strategy=self.strategy.describe(),
            rules=[rule.describe() for rule in self.rules], cold_start=self._cold_start, price=self.price,
            committee=members if isinstance(members, int) else 5, **self._state.document(),
        )  # fmt: skip

    # ------------------------------------------------------------------ inside

    def _refitted(self) -> FittedModel:
        self._latest.fit()
        if not self._state.rounds.is_finished:
            self._finish_round()
        return self._latest.fitted

    def _finish_round(self) -> None:
        fitted = self._latest.fitted
        scores, intervals = self._test.measure(self._task.sayer(fitted)) if self._test else ({}, {})
        look = self._looks.agreement() if self.rules else None
        whole = "probabilities" in self.strategy.needs or self.strategy.name == "auto"
        metrics = () if self._test is None else self._test.metrics
        found = self._fields.of(fitted, self.rules, metrics, whole=whole)
        self._state.rounds.finish(replace(found, scores=scores, intervals=intervals, look=look))


def _seed(seed: int) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"seed is {seed!r}; expected a whole number of at least 0.")
    return int(seed)
