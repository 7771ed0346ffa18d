"""Defects that were found in published implementations, each held off here by name.

A peer that is compared shows them in the table (see `probes.py`), not as a failing test.
"""

import numpy as np
import pytest
from tests.conformance.cases import case as named_case

import asknext
from asknext import PoolView
from asknext.errors import InputError
from asknext.measures import contradiction as how_contradictory
from asknext.strategies import build

RNG = np.random.default_rng(0)
P, E = RNG.dirichlet(np.ones(4), 60), RNG.normal(size=(60, 5))
TWO = RNG.dirichlet(np.ones(2), 60)
LABELS = np.full(60, None, dtype=object)
LABELS[:8] = [0, 1, 2, 3, 0, 1, 2, 3]
KNOWN = np.arange(8)


def firsts(spec, seeds, n=1, **inputs):
    """How often each batch comes."""
    return [tuple(asknext.select(spec, n, seed=seed, **inputs).indices.tolist()) for seed in range(seeds)]


def slow_quire(x, y, labelled, lam=1.0):
    """Huang et al. 2010 with every inverse taken anew: max over y_s of the least objective, lowest first."""
    n = len(x)
    k = np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2) / 2)
    inverse, found = np.linalg.inv(k + lam * np.eye(n)), {}
    unlabelled = [i for i in range(n) if i not in labelled]
    for s in unlabelled:
        rest, worst = [i for i in unlabelled if i != s], []
        for sign in (1.0, -1.0):
            told, t = [*labelled, s], np.array([*y, sign])
            free = -np.linalg.solve(inverse[np.ix_(rest, rest)], inverse[np.ix_(rest, told)] @ t)
            whole = np.zeros(n)
            whole[told], whole[rest] = t, free
            worst.append(whole @ inverse @ whole)
        found[s] = -max(worst)
    return found


@pytest.mark.parametrize("labelled", [2, 10])
def test_quire_inverts_the_regularised_kernel_of_all_items(labelled):
    # libact and ALiPy: inv(lambda I) in place of inv(lambda I + K), and a scalar where an outer product belongs
    x, rows = E[:30], list(range(labelled))
    labels = np.full(30, None, dtype=object)
    labels[rows] = [row % 2 for row in rows]
    view = PoolView(30, labelled=np.array(rows), embeddings=x, labels=labels)
    wanted = slow_quire(x, [1.0 if row % 2 else -1.0 for row in rows], rows)
    found = build({"name": "quire", "width": 1.0}).score(view)
    np.testing.assert_allclose(found, [wanted[row] for row in view.unlabelled], atol=1e-9)


def test_quire_scores_an_item_the_same_among_fewer_candidates():
    # scikit-activeml: the place in the loop is taken for the place in the block of unlabelled items
    spec = {"name": "quire", "width": 1.0}
    inputs = {"labelled": KNOWN, "embeddings": E, "labels": LABELS}
    whole = dict(zip(range(8, 60), build(spec).score(PoolView(60, **inputs)), strict=True))
    some = np.array([11, 20, 33, 59])
    part = build(spec).score(PoolView(60, available=some, **inputs))
    assert np.argsort(part).tolist() == np.argsort([whole[row] for row in some]).tolist()


def test_badge_has_no_phantom_centre():
    # scikit-activeml: the lengths of the first pick stay as distances, so that the origin is one more centre
    inputs = {"probabilities": TWO[:12], "embeddings": E[:12]}
    slopes = TWO[:12] - np.eye(2)[TWO[:12].argmax(axis=1)]
    g = np.einsum("ic,id->icd", slopes, E[:12]).reshape(12, -1)
    first = int((g**2).sum(axis=1).argmax())
    away = ((g - g[first]) ** 2).sum(axis=1)
    with_origin = np.minimum(away, (g**2).sum(axis=1))
    right, wrong = away / away.sum(), with_origin / with_origin.sum()
    unsure = right - wrong > 0.02  # short gradients, which the origin would cover
    seconds = np.array(firsts("badge", 300, 2, **inputs))[:, 1]
    assert np.isin(seconds, np.flatnonzero(unsure)).mean() > (right[unsure].sum() + wrong[unsure].sum()) / 2


def test_badge_of_two_classes_depends_on_the_probabilities():
    # small-text: with two classes plain k-means++ on the embeddings; the 1 - p of the best class is lost
    sure = np.tile([0.999, 0.001], (12, 1))
    sure[5] = [0.5, 0.5]
    assert {rows[0] for rows in firsts("badge", 20, probabilities=sure, embeddings=np.ones((12, 3)))} == {5}


def test_badge_works_with_fewer_items_than_classes():
    # small-text: an index error, because rows were addressed by class
    p = RNG.dirichlet(np.ones(9), 3)
    assert sorted(asknext.select("badge", 3, probabilities=p, embeddings=E[:3]).indices) == [0, 1, 2]


def test_lightweight_coreset_draws_n_from_the_whole_pool():
    # small-text (development release): n of every block, by places within the block
    x = np.random.default_rng(1).normal(size=(1050, 3))
    batch = asknext.select("lightweight_coreset", 200, embeddings=x)
    assert len(set(batch.indices.tolist())) == 200
    assert batch.indices.max() > 900


def test_prob_cover_never_returns_what_is_labelled_or_chosen():
    # small-text (development release): in a sparse graph a labelled item twenty times
    x = 100.0 * np.arange(40)[:, None]
    batch = asknext.select({"name": "prob_cover", "delta": 0.5}, 20, embeddings=x, labelled=[0, 3])
    assert len(set(batch.indices.tolist())) == 20
    assert not {0, 3} & set(batch.indices.tolist())


@pytest.mark.parametrize("name", ["k_center_greedy", "lcmd", "max_herding", "badge", "contrastive"])
def test_rows_of_embeddings_are_those_of_the_caller(name):
    # small-text: the caller's embeddings are read in the order unlabelled first, labelled last
    last_labelled = [*range(52, 60)]
    plain = asknext.select(name, 5, probabilities=P, embeddings=E, labelled=last_labelled)
    turned = asknext.select(name, 5, probabilities=P[::-1], embeddings=E[::-1], labelled=KNOWN)
    assert sorted(plain.indices.tolist()) == sorted((59 - turned.indices).tolist())


def test_neighbours_of_labelled_leaves_labelled_items_out():
    # small-text (SEALS): the membership test was always false, and then gone from numpy
    spec = {"name": "neighbours_of_labelled", "k": 3}
    batch = asknext.select(spec, 10, probabilities=P, embeddings=E, labelled=KNOWN)
    assert not set(batch.indices.tolist()) & set(KNOWN.tolist())


@pytest.mark.parametrize("copies", [1, 3])
def test_typiclust_goes_on_where_every_cluster_has_a_label(copies):
    # scikit-activeml: a variable without a value where copies leave no cluster free, or one item twice
    x = np.repeat(np.array([[0.0, 0.0], [5.0, 5.0]]), 10, axis=0)
    for seed in range(10):
        batch = asknext.select("typiclust", 4 * copies, embeddings=x, labelled=[0, 10], seed=seed)
        assert len(set(batch.indices.tolist())) == 4 * copies


def test_typiclust_gives_no_item_twice_among_few_candidates():
    view = PoolView(60, labelled=KNOWN, embeddings=E, available=np.array([9, 10, 11, 12]))
    for seed in range(20):
        rows = build("typiclust").select(view, 4, np.random.default_rng(seed)).indices
        assert sorted(rows.tolist()) == [9, 10, 11, 12]


def test_prob_cover_forgets_the_pool_it_saw_before():
    # scikit-activeml: distances and radius are kept on the object and used for another pool
    strategy = build("prob_cover")
    strategy.select(PoolView(60, embeddings=E * 50), 5, np.random.default_rng(0))
    again = strategy.select(PoolView(60, embeddings=E), 5, np.random.default_rng(0))
    fresh = build("prob_cover").select(PoolView(60, embeddings=E), 5, np.random.default_rng(0))
    np.testing.assert_array_equal(again.indices, fresh.indices)


def test_prob_cover_finds_its_radius_at_any_scale():
    # scikit-activeml: a grid of radii from 0.2 to 2, whatever the embeddings
    x = named_case("clumps").embeddings
    small, large = (asknext.select("prob_cover", 5, embeddings=scale * x) for scale in (1e-3, 1e3))
    np.testing.assert_array_equal(small.indices, large.indices)


def test_four_ds_averages_over_what_is_chosen_so_far():
    # scikit-activeml: means over the whole batch size, so that the k-th pick depends on how many are asked for
    inputs = {"probabilities": P, "embeddings": E, "labels": LABELS, "labelled": KNOWN}
    spec = {"name": "four_ds", "components": 3, "diversity": 0.2}
    few, many = (asknext.select(spec, n, **inputs).indices for n in (4, 12))
    np.testing.assert_array_equal(many[:4], few)


def test_two_rows_are_two_rows():
    # modAL: a strategy that returns exactly two rows was read as a row and its score
    class Two:
        name, needs = "two", frozenset()

        def select(self, view, n, rng):
            return asknext.Batch(np.array([3, 7]), np.zeros(2), ("First.", "Second."))

        def describe(self):
            return {"name": self.name}

    assert asknext.select(Two(), 2, embeddings=E).indices.tolist() == [3, 7]


def test_a_strategy_that_fails_is_run_once_and_its_error_shown():
    # modAL: a bare except ran the strategy again
    class Broken:
        name, needs, calls = "broken", frozenset(), 0

        def select(self, view, n, rng):
            Broken.calls += 1
            raise ZeroDivisionError

        def describe(self):
            return {"name": self.name}

    with pytest.raises(ZeroDivisionError):
        asknext.select(Broken(), 2, embeddings=E)
    assert Broken.calls == 1


def test_a_learner_is_taught_on_this_stack():
    # modAL: teach() uses what scikit-learn 1.8 and pandas 2 removed
    from sklearn.linear_model import LogisticRegression

    learner = asknext.ActiveLearner(LogisticRegression(), E, classes=["a", "b"])
    asked = learner.ask(4)
    learner.tell(asked.indices, ["a", "b", "a", "b"])
    assert len(learner.ask(2)) == 2


def test_every_strategy_imports_and_selects_on_this_python():
    # ALiPy: collections.Iterable, gone since Python 3.10, in every select
    assert len(asknext.select("margin", 3, probabilities=P)) == 3


def test_density_raises_the_score_of_what_is_unsure():
    # ALiPy: a negative margin times a distance: the sign turned the order around
    from asknext.strategies.density import InformationDensity
    from asknext.strategies.uncertainty import Margin

    view = PoolView(60, probabilities=P, embeddings=E)
    margin, density = Margin().score(view), InformationDensity().score(view)
    both = (Margin() * InformationDensity()).score(view)
    assert (margin >= 0).all()
    assert (density >= 0).all()
    np.testing.assert_allclose(both, margin * density)


def test_contradiction_of_two_rounds_is_a_number():
    # cardinal: is_stalled zips a list with a float
    assert how_contradictory(P, P[::-1]) > how_contradictory(P, P)


def test_facility_location_prefers_the_middle_of_a_crowd_to_an_outlier():
    # cardinal: distances were handed over as similarities
    x = np.vstack([RNG.normal(size=(30, 2)), [[50.0, 50.0]]])
    assert asknext.select("facility_location", 1, embeddings=x).indices[0] != 30


@pytest.mark.parametrize("name", ["kmeans", "weighted_kmeans", "incremental_weighted_kmeans", "clue"])
def test_clusters_need_nothing_private_of_other_libraries(name):
    # cardinal: private functions of scikit-learn, since renamed
    assert len(asknext.select(name, 5, probabilities=P, embeddings=E, labelled=KNOWN)) == 5


def test_k_center_greedy_starts_without_labels():
    # DISTIL: tile(inf, m) fails where nothing is labelled
    assert len(asknext.select("k_center_greedy", 5, embeddings=E)) == 5


@pytest.mark.parametrize("n", [501, 999])
def test_prob_cover_sees_the_tail_of_the_pool(n):
    # the authors' code: blocks of 500 by floor division, so that the last rows are in no graph
    x = 100.0 * np.arange(n)[:, None].astype(float)
    x[-3:] = x[-1]
    batch = asknext.select({"name": "prob_cover", "delta": 1.0}, 1, embeddings=x)
    assert batch.indices[0] >= n - 3


def test_k_center_greedy_is_a_batch_and_not_one_point():
    # libact: the farthest point only
    x = np.array([[0.0], [10.0], [9.9], [-9.0]])
    assert asknext.select("k_center_greedy", 2, embeddings=x, labelled=[0]).indices.tolist() == [1, 3]


def test_an_error_in_fit_is_not_swallowed():
    # scikit-activeml: any exception in fit becomes a warning, and predictions become counts of labels
    from sklearn.linear_model import LogisticRegression

    class Failing(LogisticRegression):
        def fit(self, X, y, sample_weight=None):
            raise RuntimeError("out of memory")

    learner = asknext.ActiveLearner(Failing(), E, classes=["a", "b"])
    learner.tell([0, 1], ["a", "b"])
    with pytest.raises(RuntimeError, match="out of memory"):
        learner.ask(2)


def test_not_a_number_is_an_error_and_no_choice():
    wrong = P.copy()
    wrong[4, 0] = np.nan
    with pytest.raises(InputError, match="row 4"):
        asknext.select("margin", 2, probabilities=wrong)
