import json

import numpy as np
import pytest

import asknext
from asknext.errors import DataError, InputError, MissingInput
from asknext.strategies import Stream, build
from asknext.strategies.streams.probal import one_label_gain
from asknext.strategies.streams.state import state_from_json
from asknext.strategies.uncertainty.probabilistic_al import expected_gain

NAMES = [name for name, info in asknext.strategies().items() if info.family == "streams"]
every = pytest.mark.parametrize("name", NAMES)


def items(n, seed=0, classes=3):
    rng = np.random.default_rng(seed)
    return list(zip(rng.dirichlet(np.ones(classes), n), rng.normal(size=(n, 4)), strict=True))


def decisions(stream, some):
    return [stream.offer(probabilities=p, embedding=x) for p, x in some]


@every
def test_a_stream_saved_in_the_middle_goes_on_as_if_nothing_had_happened(name):
    whole, first = Stream(name, budget=0.3, seed=4), Stream(name, budget=0.3, seed=4)
    expected = decisions(whole, items(120))
    early = decisions(first, items(120)[:50])
    rest = Stream(name, budget=0.3, seed=99)
    rest.restore(first.to_json())
    assert early + decisions(rest, items(120)[50:]) == expected
    assert rest.to_json() == whole.to_json()


@every
def test_a_decision_changes_nothing_but_what_it_returns(name):
    strategy = build(name)
    state = strategy.begin(0, 0.5)
    from asknext.strategies.streams.stream_item import StreamItem

    for p, x in items(30):
        before = json.dumps(state, default=np.ndarray.tolist)
        after, decision = strategy.decide(state, StreamItem.of(p, x))
        assert json.dumps(state, default=np.ndarray.tolist) == before
        assert strategy.decide(state, StreamItem.of(p, x))[1] == decision
        state = after


@every
def test_memory_stays_that_of_the_window(name):
    stream = Stream(
        {"name": name, "window": 20} | ({"recent": 20} if name in ("probal", "density_split") else {}), budget=0.5
    )
    decisions(stream, items(100))
    early = len(stream.to_json())
    decisions(stream, items(600, seed=1))
    assert len(stream.to_json()) < 1.3 * early


@every
@pytest.mark.parametrize("manager", ["estimated", "fixed", "sliding", "quantile"])
def test_the_budget_is_kept_at_every_moment(name, manager):
    stream = Stream({"name": name, "manager": manager}, budget=0.15)
    most = stream.strategy.managed(0.15).most
    for seen, (p, x) in enumerate(items(400)):
        stream.offer(probabilities=p, embedding=x)
        assert stream.asked <= most(seen + 1)


@every
def test_in_a_pool_the_rows_are_the_stream_and_exactly_n_come(name):
    p, x = (np.array(values) for values in zip(*items(60), strict=True))
    batch = asknext.select(name, 9, probabilities=p, embeddings=x, labelled=[0, 59])
    assert batch.indices.tolist() == sorted(batch.indices.tolist())
    stream = Stream(name, budget=9 / 58, seed=int(np.random.default_rng(0).integers(2**32)))
    expected = []
    for row, (p_row, x_row) in enumerate(items(60)[1:59], start=1):
        ask = stream.offer(p_row, x_row).ask
        if len(expected) < 9 and (ask or 9 - len(expected) >= 59 - row):
            expected.append(row)
    assert batch.indices.tolist() == expected


def test_what_is_left_of_the_budget_goes_to_the_last_rows():
    sure = np.tile([0.999, 0.001], (20, 1))
    batch = asknext.select({"name": "fixed_uncertainty", "threshold": 0.6}, 3, probabilities=sure)
    assert batch.indices.tolist() == [17, 18, 19]
    assert "the last of the stream" in batch.reasons[0]


def test_the_threshold_moves_by_one_per_cent():
    stream = Stream({"name": "variable_uncertainty", "manager": "fixed"}, budget=1.0)
    assert stream.offer([0.9, 0.1]).ask
    assert stream.state["own"]["threshold"] == pytest.approx(0.99)
    assert not stream.offer([1.0, 0.0]).ask
    assert stream.state["own"]["threshold"] == pytest.approx(0.99 * 1.01)


def test_what_is_spent_leaves_the_threshold_alone():
    stream = Stream({"name": "variable_uncertainty", "manager": "fixed"}, budget=0.1)
    asked = [stream.offer([0.5, 0.5]).ask for _ in range(10)]
    assert asked == [True] + [False] * 9
    assert stream.state["own"]["threshold"] == pytest.approx(0.99)


def test_split_asks_now_and_then_what_the_model_is_sure_of():
    sure = [0.9999, 0.0001]
    split = Stream({"name": "split", "manager": "fixed", "random": 0.5}, budget=0.2)
    plain = Stream({"name": "fixed_uncertainty", "manager": "fixed"}, budget=0.2)
    assert sum(split.offer(sure).ask for _ in range(300)) > 20
    assert sum(plain.offer(sure).ask for _ in range(300)) == 0


def test_density_lets_outliers_pass():
    rng = np.random.default_rng(0)
    stream = Stream({"name": "density_split", "deviation": 0.0}, budget=0.9)
    for _ in range(60):
        stream.offer([0.5, 0.5], rng.normal(size=2))
    assert not stream.offer([0.5, 0.5], [500.0, 500.0]).ask


def test_the_gain_of_one_label_is_that_of_probabilistic_al():
    for counts in np.random.default_rng(0).exponential(size=(50, 4)):
        assert one_label_gain(counts, 1e-3) == pytest.approx(expected_gain(counts[None, :], 1e-3, 1)[0], abs=1e-12)


def test_probal_prefers_places_without_labels():
    stream = Stream("probal", budget=0.5)
    for value in np.linspace(-1, 1, 40):
        stream.offer([0.6, 0.4], [value])
    near, far = stream.offer([0.6, 0.4], [0.0]).utility, stream.offer([0.6, 0.4], [9.0]).utility
    assert far > near


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"probabilities": [0.5, 0.7]}, "sum to 1"),
        ({"probabilities": [np.nan, 1.0]}, "finite numbers"),
        ({"probabilities": [[0.5, 0.5]]}, "one row"),
    ],
)
def test_what_cannot_be_used_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        Stream("variable_uncertainty").offer(**given)


def test_an_input_that_is_needed_is_named():
    with pytest.raises(MissingInput, match="'probal' needs embedding of each item"):
        Stream("probal").offer([0.5, 0.5])


def test_a_strategy_that_looks_at_the_whole_pool_is_none_for_streams():
    with pytest.raises(InputError, match="'margin' is not a strategy for streams"):
        Stream("margin")


def test_a_budget_is_a_share():
    with pytest.raises(InputError, match=r"budget is 1\.5, but must be a share"):
        Stream("split", budget=1.5)


def test_a_damaged_state_is_refused():
    with pytest.raises(DataError):
        state_from_json("[1, 2")
    with pytest.raises(DataError):
        state_from_json("[1, 2]")
