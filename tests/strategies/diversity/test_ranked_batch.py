"""Ranked batch: a (1 - similarity) + (1 - a) uncertainty."""

import numpy as np
import pytest

import asknext


def test_worked_numbers():
    # One labelled item at 0; U at 1, 3 and 9 with least confidence .5, .1 and .2.
    x = np.array([[0.0], [1.0], [3.0], [9.0]])
    p = np.array([[0.6, 0.4], [0.5, 0.5], [0.9, 0.1], [0.8, 0.2]])
    batch = asknext.select("ranked_batch", 3, embeddings=x, probabilities=p, labelled=[0])
    # a = 3/4: .75 (1 - 1/2) + .25 * .5 = .5; .75 (1 - 1/4) + .25 * .1 = .5875; .75 (1 - 1/10) + .25 * .2 = .725
    # a = 2/4, now 9 is taken too:  .5 * .5 + .5 * .5 = .5; .5 * .75 + .5 * .1 = .425
    # a = 1/4, now 1 is taken too:  .25 (1 - 1/3) + .75 * .1 = .241667
    assert batch.indices.tolist() == [3, 1, 2]
    np.testing.assert_allclose(batch.scores, [0.725, 0.5, 0.25 * 2 / 3 + 0.075])


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_it_is_the_definition(metric):
    rng = np.random.default_rng(3)
    x, p = rng.normal(size=(60, 4)), rng.dirichlet(np.ones(3), 60)
    points = x / np.linalg.norm(x, axis=1, keepdims=True) if metric == "cosine" else x
    chosen, labelled = [], [2, 30, 31]
    for _ in range(10):
        unlabelled = [i for i in range(60) if i not in labelled]
        a = len(unlabelled) / 60
        scores = []
        for i in unlabelled:
            distances = np.linalg.norm(points[labelled] - points[i], axis=1)
            if metric == "cosine":
                distances = 1 - points[labelled] @ points[i]
            scores.append(a * (1 - 1 / (1 + distances.min())) + (1 - a) * (1 - p[i].max()))
        chosen.append(unlabelled[int(np.argmax(scores))])
        labelled.append(chosen[-1])
    batch = asknext.select("ranked_batch", 10, embeddings=x, probabilities=p, labelled=[2, 30, 31], metric=metric)
    assert batch.indices.tolist() == chosen


def test_twins_are_not_both_chosen():
    x = np.repeat(np.arange(5.0), 2)[:, None]
    p = np.full((10, 2), 0.5)
    batch = asknext.select("ranked_batch", 5, embeddings=x, probabilities=p)
    assert len({int(i) // 2 for i in batch.indices}) == 5


def test_the_reason_names_both_motives():
    batch = asknext.select("ranked_batch", 1, embeddings=np.eye(3), probabilities=np.full((3, 2), 0.5))
    assert batch.reasons[0].startswith("Uncertain and unlike what is labelled or chosen. The model")


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_old_distances_brought_up_to_date_where_it_matters_give_the_picks_of_all_distances(metric):
    rng = np.random.default_rng(5)
    x, p = rng.normal(size=(500, 3)), rng.dirichlet(np.ones(3), 500)
    points = x / np.linalg.norm(x, axis=1, keepdims=True) if metric == "cosine" else x
    away = np.linalg.norm(points[:, None] - points[None], axis=2)
    away = away**2 / 2 if metric == "cosine" else away
    known, picks = list(range(10)), []
    for _ in range(60):
        share = (500 - len(known)) / 500
        values = share * (1 - 1 / (1 + away[:, known].min(axis=1))) + (1 - share) * (1 - p.max(axis=1))
        values[known] = -1
        picks.append(int(values.argmax()))
        known.append(picks[-1])
    spec = {"name": "ranked_batch", "metric": metric}
    found = asknext.select(spec, 60, labelled=range(10), embeddings=x, probabilities=p)
    assert found.indices.tolist() == picks
