"""What every strategy keeps, whatever it does: each registered one is found and tried here."""

from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import asknext
from asknext.errors import InputError, MissingInput
from asknext.pool.task import TASKS
from asknext.strategies import build
from asknext.strategies.selector import REGRESSION

# References that look at the true labels refuse to work outside a simulation; they have tests of their own.
NAMES = sorted(name for name, info in asknext.strategies().items() if "simulation" not in info.parameters)
SPECS = {  # strategies that do not work with their defaults alone
    name: {"name": name, "simulation": True} for name in NAMES if name.startswith("informed_")
} | {"cost_aware": {"name": "cost_aware", "column": "seconds"}}


def made(name):
    return build(SPECS.get(name, name))


every_strategy = pytest.mark.parametrize("name", NAMES)
# In a stream the order of the rows is time: the first of two equal items is asked, and moving an item changes its fate.
WHERE_ROWS_HAVE_NO_ORDER = [name for name in NAMES if asknext.strategies()[name].family != "streams"]
some_time = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


NUMERIC = ("probabilities", "embeddings", "committee")


def inputs_of(name, inputs):
    """As they are, but for a strategy that is for regression alone: labels are numbers, members predict one each."""
    if made(name).tasks != {REGRESSION}:
        return inputs
    p = inputs["probabilities"]
    numbers = {"predictions": None if p is None else p @ np.arange(p.shape[-1])} | inputs | {"probabilities": None}
    for key in ("committee", "labels", "columns"):
        if numbers[key] is not None:
            numbers[key] = _AS_NUMBERS[key](numbers[key])
    return numbers


_AS_NUMBERS = {
    "committee": lambda p: p @ np.arange(1, p.shape[-1] + 1),
    "labels": lambda labels: [None if label is None else float(label) for label in labels],
    "columns": lambda columns: columns | {"standard_deviation": np.asarray(columns["true_label"]) + 0.5},
}


class Pool:
    """Every input a strategy may need, for n items of C classes in d dimensions."""

    def __init__(self, n=30, classes=3, dimensions=4, labelled=(), seed=0):
        self.n, self.labelled = n, list(labelled)
        self.inputs = dict(drawn(n, classes, dimensions, tuple(labelled), seed))

    def select(self, name, n, seed=0, **changed):
        inputs = inputs_of(name, self.inputs | changed)
        return asknext.select(SPECS.get(name, name), n, labelled=self.labelled, seed=seed, **inputs)


@cache
def drawn(n, classes, dimensions, labelled, seed):
    """The inputs of a pool, drawn once for all the strategies that are tried on it: nobody may write to them."""
    rng = np.random.default_rng(seed)
    inputs = {
        "probabilities": rng.dirichlet(np.ones(classes), n),
        "embeddings": rng.normal(size=(n, dimensions)),
        "committee": rng.dirichlet(np.ones(classes), (3, n)),
    }
    inputs["columns"] = {"true_label": rng.integers(classes, size=n)}
    inputs["columns"]["seconds"] = rng.uniform(1, 9, n).astype(object)  # not the only column of plain numbers
    inputs |= said(n, classes, rng)
    inputs["labels"] = np.full(n, None, dtype=object)
    inputs["labels"][list(labelled)] = rng.integers(classes, size=len(labelled))
    for value in (*inputs["columns"].values(), *(inputs[key] for key in (*NUMERIC, "annotations", "labels"))):
        value.setflags(write=False)
    return inputs


PER_ITEM = ("annotations", "sequences", "detections")


def said(n, classes, rng):
    """What annotators, a tagger and a detector said of each of n items."""
    answers = rng.integers(classes, size=(n, 4)).astype(float)
    answers[rng.random((n, 4)) < 0.5] = np.nan
    return {
        "annotations": answers,
        "sequences": [rng.dirichlet(np.ones(classes), rng.integers(1, 6)) for _ in range(n)],
        "detections": [detected(rng.integers(4), classes, rng) for _ in range(n)],
    }


def detected(boxes, classes, rng):
    """The detections in one image, with a mask and two augmented views."""

    def view():
        corners = rng.uniform(0, 50, (boxes, 2))
        return {
            "boxes": np.hstack([corners, corners + rng.uniform(1, 50, (boxes, 2))]),
            "scores": rng.random(boxes),
            "probabilities": rng.dirichlet(np.ones(classes), boxes),
        }

    return view() | {"mask": rng.random((5, 4)), "views": [view(), view()]}


def all_say_the_same(n, classes=3):
    one = {key: values[0] for key, values in said(1, classes, np.random.default_rng(3)).items()}
    return {key: [one[key]] * n for key in PER_ITEM} | {"annotations": np.full((n, 4), np.nan)}


def is_a_batch(batch, pool, n):
    assert len(batch) == n == len(batch.scores) == len(batch.reasons)
    assert batch.indices.dtype == np.int64
    assert batch.scores.dtype == np.float64
    assert len(set(batch.indices.tolist())) == n
    assert set(batch.indices.tolist()) <= set(range(pool.n)) - set(pool.labelled)
    assert all(reason.endswith(".") and reason[0].isupper() for reason in batch.reasons)


@st.composite
def pools(draw):
    n = draw(st.integers(1, 40))
    labelled = draw(st.lists(st.integers(0, n - 1), max_size=n - 1, unique=True))
    pool = Pool(n, draw(st.integers(1, 5)), draw(st.integers(1, 6)), labelled, draw(st.integers(0, 99)))
    return pool, draw(st.integers(1, n - len(labelled)))


@every_strategy
@some_time
@given(case=pools(), seed=st.integers(0, 2**32))
def test_n_distinct_unlabelled_rows_repeatable_by_seed(name, case, seed):
    pool, n = case
    batch = pool.select(name, n, seed)
    is_a_batch(batch, pool, n)
    again = pool.select(name, n, seed)
    np.testing.assert_array_equal(batch.indices, again.indices)
    np.testing.assert_array_equal(batch.scores, again.scores)
    assert batch.reasons == again.reasons


@pytest.mark.parametrize("name", WHERE_ROWS_HAVE_NO_ORDER)
@some_time
@given(seed=st.integers(0, 1000))
def test_shuffled_rows_give_the_same_scores(name, seed):
    pool, order = Pool(40, labelled=[3, 5], seed=seed), np.random.default_rng(seed).permutation(40)
    shuffled = Pool(40, labelled=[3, 5], seed=seed)
    shuffled.labelled = np.argsort(order)[[3, 5]].tolist()
    shuffled.inputs = {key: pool.inputs[key][order] for key in ("probabilities", "embeddings", "labels")}
    shuffled.inputs["committee"] = pool.inputs["committee"][:, order]
    shuffled.inputs |= {key: [pool.inputs[key][i] for i in order] for key in PER_ITEM}
    shuffled.inputs["columns"] = {key: value[order] for key, value in pool.inputs["columns"].items()}
    plain, other = pool.select(name, 7), shuffled.select(name, 7)
    np.testing.assert_allclose(np.sort(plain.scores), np.sort(other.scores), atol=1e-9)
    distinct = len(np.unique(np.round(plain.scores, 9))) == 7 and hasattr(made(name), "score")
    if distinct:  # but for the last, which may tie with one left out: that is broken by chance
        np.testing.assert_array_equal(plain.indices[:6], order[other.indices[:6]])


@every_strategy
def test_inputs_are_not_written_to(name):
    pool = Pool(labelled=[0, 4])
    before = numeric(pool, np.copy)
    pool.select(name, 10)
    for key in NUMERIC:
        np.testing.assert_array_equal(pool.inputs[key], before[key])


LAYOUTS = {
    "fortran": np.asfortranarray,
    "strided": lambda value: np.repeat(value, 2, axis=-1)[..., ::2],
    "reversed": lambda value: np.ascontiguousarray(value[..., ::-1])[..., ::-1],
    "big endian": lambda value: value.astype(value.dtype.newbyteorder(">")),
}


def numeric(pool, change):
    return {key: change(pool.inputs[key]) for key in NUMERIC}


@cache
def plain_rows(name):
    return Pool(labelled=[0, 4]).select(name, 8).indices


@every_strategy
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_makes_no_difference(name, layout):
    pool = Pool(labelled=[0, 4])
    other = pool.select(name, 8, **numeric(pool, LAYOUTS[layout]))
    np.testing.assert_array_equal(plain_rows(name), other.indices)


@every_strategy
def test_single_precision_will_do(name):
    pool = Pool(labelled=[0, 4])
    single = numeric(pool, lambda value: value.astype(np.float32))
    double = numeric(pool, lambda value: value.astype(np.float32).astype(np.float64))
    np.testing.assert_allclose(
        np.sort(pool.select(name, 8, **single).scores), np.sort(pool.select(name, 8, **double).scores), rtol=1e-6
    )


@every_strategy
def test_memory_maps_are_read(name, tmp_path):
    pool, mapped = Pool(labelled=[0, 4]), {}
    for key, value in numeric(pool, lambda value: value).items():
        np.save(tmp_path / f"{key}.npy", value)
        mapped[key] = np.load(tmp_path / f"{key}.npy", mmap_mode="r", allow_pickle=False)
    np.testing.assert_array_equal(plain_rows(name), pool.select(name, 8, **mapped).indices)


@every_strategy
@pytest.mark.parametrize("n", [1, 7, 28])
@pytest.mark.parametrize("labelled", [[], [0, 4]], ids=["nothing labelled", "two labelled"])
def test_items_that_are_all_alike(name, n, labelled):
    pool = Pool(labelled=labelled)
    alike = {
        "probabilities": np.full((30, 3), 1 / 3),
        "embeddings": np.ones((30, 4)),
        "committee": np.full((3, 30, 3), 1 / 3),
    }
    is_a_batch(pool.select(name, n, **alike), pool, n)


@every_strategy
def test_features_of_zeros(name):
    pool = Pool(labelled=[0, 4])
    is_a_batch(pool.select(name, 5, embeddings=np.zeros((30, 4))), pool, 5)


@pytest.mark.parametrize("name", WHERE_ROWS_HAVE_NO_ORDER)
def test_ties_are_broken_by_the_seed(name):
    pool = Pool(12)
    alike = {
        "probabilities": np.full((12, 3), 1 / 3),
        "embeddings": np.ones((12, 4)),
        "committee": np.full((3, 12, 3), 1 / 3),
        "columns": {"true_label": np.zeros(12), "seconds": np.ones(12).astype(object)},
        **all_say_the_same(12),
    }
    firsts, seeds = set(), iter(range(80))
    while len(firsts) < 8:
        seed = next(seeds, None)
        assert seed is not None, f"80 seeds chose no other rows than {firsts}"
        firsts.add(int(pool.select(name, 1, seed, **alike).indices[0]))


@every_strategy
def test_one_class_one_feature_one_item(name):
    pool = Pool(1, classes=1, dimensions=1)
    is_a_batch(pool.select(name, 1), pool, 1)


@every_strategy
def test_all_that_are_left(name):
    pool = Pool(labelled=[0, 4])
    is_a_batch(pool.select(name, 28), pool, 28)


@pytest.mark.parametrize(
    ("name", "key"),
    [(name, key) for name in NAMES for key in sorted(made(name).needs & set(NUMERIC))],
)
def test_not_a_number_is_refused_by_name_and_row(name, key):
    pool = Pool(labelled=[0, 4])
    wrong = pool.inputs[key].copy()
    wrong[..., 7, 1] = np.nan
    one_number_each = key == "committee" and made(name).tasks == {REGRESSION}
    where = "" if one_number_each else " in column 1"
    with pytest.raises(InputError, match=rf"row 7 of {key}.* holds nan{where}"):
        pool.select(name, 3, **{key: wrong})


@every_strategy
def test_a_missing_input_is_named_with_the_strategy_and_the_remedy(name):
    for key in made(name).needs:
        pool = Pool(labelled=[0, 4])
        with pytest.raises(MissingInput, match=rf"Strategy '\w+' needs {key}, which (was|were) not given: pass {key}="):
            pool.select(name, 3, **{key: None})


@every_strategy
def test_ranking_holds_every_unlabelled_row_once(name):
    pool, strategy = Pool(labelled=[0, 4]), made(name)
    task = next(one for one in TASKS if one in strategy.tasks)
    inputs = inputs_of(name, pool.inputs)
    view = asknext.PoolView(30, labelled=np.array([0, 4]), task=task, **inputs)
    ranked = strategy.rank(view, np.random.default_rng(0), head=6)
    assert sorted(ranked.indices.tolist()) == sorted(set(range(30)) - {0, 4})
    assert len(ranked.scores) == len(ranked.reasons) == 28
    assert ranked.reasons[27]
