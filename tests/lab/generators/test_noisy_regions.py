"""Blobs, some of them noise."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from asknext.errors import InputError
from asknext.lab.data_sets import load_data_set
from asknext.lab.generators import noisy_regions


def test_noisy_rows_can_be_guessed_by_chance_only_the_others_well():
    made = noisy_regions(points=4000, blobs=80, noisy=40, spread=0.2, seed=1)
    y, noisy = np.array(made.labels), made.columns["noisy"]
    model = KNeighborsClassifier(10).fit(made.content[:2000], y[:2000])
    right = model.predict(made.content[2000:]) == y[2000:]
    assert right[~noisy[2000:]].mean() > 0.9
    assert right[noisy[2000:]].mean() < 0.2


def test_the_shares_of_rows_blobs_and_classes():
    made = noisy_regions(features=40, blobs=90, noisy=30)
    assert made.content.shape == (10_000, 40)
    assert made.columns["noisy"].mean() == pytest.approx(1 / 3, abs=0.001)
    assert np.bincount(made.columns["blob"]).min() == 111
    assert made.classes == tuple(range(10))
    blob, y = made.columns["blob"], np.array(made.labels)
    assert all(len(set(y[blob == each])) == 1 for each in range(30, 90))
    assert all(len(set(y[blob == each])) > 5 for each in range(30))


def test_the_reference_knows_the_clean_rows_from_others_than_these():
    made = noisy_regions(points=4000, blobs=80, noisy=40, spread=0.2, seed=1)
    right = made.columns["reference_label"] == made.columns["true_label"]
    assert np.array_equal(made.columns["reference_right"], right)
    assert right[~made.columns["noisy"]].mean() > 0.9
    assert right[made.columns["noisy"]].mean() < 0.2
    assert made.columns["true_label"].tolist() == made.labels


def test_noisy_blobs_may_be_narrower():
    made = noisy_regions(points=4000, blobs=40, noisy=20, spread=1, noisy_spread=0.1)
    blob = made.columns["blob"]
    centred = [made.content[blob == each].std(axis=0).mean() for each in range(40)]
    assert np.mean(centred[:20]) == pytest.approx(0.1 * np.mean(centred[20:]), rel=0.1)


def test_the_seed_alone_decides():
    first, again, other = (noisy_regions(points=300, blobs=20, noisy=5, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.content, again.content)
    assert not np.array_equal(first.content, other.content)


def test_it_is_a_source_of_a_study():
    parameters = {"points": 300, "blobs": 20, "noisy": 5}
    data = load_data_set({"generator": "noisy_regions", "parameters": parameters})
    assert set(data.columns) == {"noisy", "blob", "true_label", "reference_label", "reference_right"}
    assert data.name == "noisy_regions"
    assert len(data.labels) == 300


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"points": 1}, "points is 1"),
        ({"points": 2.5}, "points is 2.5"),
        ({"noisy": 300}, "300 noisy of 200 blobs"),
        ({"points": 100}, "200 blobs with 100 points"),
        ({"spread": -1}, "spread is -1"),
        ({"noisy_spread": "x"}, "noisy_spread is 'x'"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_a_number_out_of_range_is_told(parameters, told):
    with pytest.raises(InputError, match=told):
        noisy_regions(**parameters)
