"""Data sets: what every source has in common."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from asknext.errors import DataError, InputError, UnknownName
from asknext.lab.data_sets import load_data_set

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[4] / "shared")) / "data"


@pytest.fixture
def table(tmp_path):
    def write(*lines, name="t.csv"):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


def test_a_data_set_names_its_rows_classes_and_columns(table):
    folder = table("key,a,b,who,y", "p,1,2,x,no", "q,3,4.5,x,yes", "r,5,6,z,no")
    data = load_data_set({"file": "t.csv", "label": "y", "id": "key", "columns": ["who"]}, folder)
    assert data.name == "t"
    assert data.content.tolist() == [[1, 2], [3, 4.5], [5, 6]]
    assert (data.labels, data.classes, data.multilabel) == (["no", "yes", "no"], ("no", "yes"), False)
    assert (data.ids, data.columns["who"].tolist()) == (["p", "q", "r"], ["x", "x", "z"])
    assert data.embeddings.shape == (3, 2)
    assert data.embeddings.dtype == np.float32
    assert data.test_rows is None


def test_the_fingerprint_tells_what_changes_a_result_and_nothing_else(table):
    lines = ["a,b,y", "1,2,no", "3,4,yes"]
    spec = {"file": "t.csv", "label": "y"}
    prints = [load_data_set(spec, table(*lines)).fingerprint]
    prints.append(load_data_set({**spec, "name": "other", "missing": "leave_out"}, table(*lines)).fingerprint)
    assert prints[0] == prints[1]
    assert len(prints[0]) == 64
    for changed in (["a,b,y", "1,2,no", "3,5,yes"], ["a,b,y", "1,2,yes", "3,4,no"], ["a,b,y", "3,4,yes", "1,2,no"]):
        prints.append(load_data_set(spec, table(*changed)).fingerprint)
    for further in ({"embeddings": "none"}, {"scale": "standard"}):
        prints.append(load_data_set({**spec, **further}, table(*lines)).fingerprint)
    assert len(set(prints)) == 6


def test_rows_without_a_label_are_refused_or_left_out_and_counted(table):
    folder = table("a,y", "1,no", "2,", "3,yes", "4,")
    with pytest.raises(DataError, match=r"t.csv:3: There is no label; 2 of 4 rows have none.*missing: leave_out"):
        load_data_set({"file": "t.csv", "label": "y"}, folder)
    data = load_data_set({"file": "t.csv", "label": "y", "missing": "leave_out"}, folder)
    assert data.content.tolist() == [[1], [3]]
    assert data.ids == ["0", "2"]
    assert data.notes == ("2 of 4 rows were left out: they have no label.",)
    with pytest.raises(InputError, match="holds exactly one class"):
        load_data_set({"file": "t.csv", "label": "y", "missing": "no_classes"}, folder)


def test_several_classes_an_item(table):
    folder = table("a,y", "1,sea|sun", "2,", "3,sun", "4,")
    spec = {"file": "t.csv", "label": "y", "separator": "|"}
    with pytest.raises(DataError, match="no label"):
        load_data_set(spec, folder)
    with pytest.raises(DataError, match="or no_classes where they are of none"):
        load_data_set(spec, folder)
    data = load_data_set({**spec, "missing": "no_classes"}, folder)
    assert data.multilabel
    assert data.labels == [("sea", "sun"), (), ("sun",), ()]
    assert data.classes == ("sea", "sun")
    assert data.notes == ("2 rows hold no class.",)


def test_one_vs_rest_asks_of_each_class_whether_an_item_holds_it(table):
    folder = table("a,y", "1,sea|sun", "2,sun", "3,sea")
    each = load_data_set({"file": "t.csv", "label": "y", "separator": "|"}, folder).one_vs_rest()
    assert {target: data.labels for target, data in each.items()} == {
        "sea": ["yes", "no", "yes"],
        "sun": ["yes", "yes", "no"],
    }
    assert all(data.classes == ("no", "yes") and not data.multilabel for data in each.values())
    assert len({data.fingerprint for data in each.values()}) == 2
    iris = load_data_set({"builtin": "iris"}).one_vs_rest()
    assert Counter(iris["setosa"].labels) == {"yes": 50, "no": 100}


def test_classes_and_rows_can_be_chosen():
    data = load_data_set({"builtin": "digits", "classes": ["3", "8"], "rows": 100, "embeddings": "content"})
    assert data.classes == ("3", "8")
    assert Counter(data.labels) == pytest.approx({"3": 51, "8": 49}, abs=2)
    assert np.array_equal(data.embeddings, data.content.astype(np.float32))
    whole = load_data_set({"builtin": "digits", "embeddings": "none"})
    assert np.array_equal(whole.content[[int(each) for each in data.ids]], data.content)
    assert whole.embeddings is None
    assert data.notes[1] == "100 of 357 rows were drawn, with a fixed seed."


def test_of_several_classes_those_chosen_are_kept_with_all_rows(table):
    folder = table("a,y", "1,sea|sun|fog", "2,fog", "3,sun")
    data = load_data_set({"file": "t.csv", "label": "y", "separator": "|", "classes": ["sun", "sea"]}, folder)
    assert data.labels == [("sea", "sun"), (), ("sun",)]


def test_scales_are_learnt_without_the_test_part(tmp_path):
    (tmp_path / "a.svm").write_text("0 1:0 2:7\n1 1:10 2:7\n", encoding="utf-8")
    (tmp_path / "b.svm").write_text("0 1:20 2:8\n", encoding="utf-8")
    spec = {"file": "a.svm", "test_file": "b.svm"}
    found = {how: load_data_set({**spec, "scale": how}, tmp_path).content.tolist() for how in ("minmax", "standard")}
    assert found["minmax"] == [[0, 0], [1, 0], [2, 1]]
    assert found["standard"] == [[-1, 0], [1, 0], [3, 1]]


def test_embeddings_are_brought_beside_the_rows(table):
    folder = table("a,y", "1,no", "2,", "3,yes")
    vectors = np.arange(6.0).reshape(3, 2)
    np.save(folder / "v.npy", vectors)
    np.savez(folder / "v.npz", mine=vectors)
    spec = {"file": "t.csv", "label": "y", "missing": "leave_out"}
    for name in ("v.npy", "v.npz:mine"):
        data = load_data_set({**spec, "embeddings": name}, folder)
        assert data.embeddings.tolist() == [[0, 1], [4, 5]]
    np.save(folder / "short.npy", vectors[:2])
    np.save(folder / "gap.npy", np.where(vectors == 3, np.nan, vectors))
    np.save(folder / "objects.npy", np.array([{}, {}, {}], dtype=object), allow_pickle=True)
    for name, told in (
        ("short.npy", r"shape \(2, 2\); expected"),
        ("gap.npy", "Row 1"),
        ("objects.npy", "array that can"),
    ):
        with pytest.raises(DataError, match=told):
            load_data_set({**spec, "embeddings": name}, folder)
    with pytest.raises(InputError, match=r"data\.embeddings is 'v\.csv'"):
        load_data_set({**spec, "embeddings": "v.csv"}, folder)


def test_numbers_can_be_labels(table):
    folder = table("a,y", "1,2.5", "2,3")
    data = load_data_set({"file": "t.csv", "label": "y", "task": "numbers"}, folder)
    assert (data.labels, data.classes, data.numbers) == ([2.5, 3.0], (), True)
    with pytest.raises(InputError, match="are numbers"):
        data.one_vs_rest()
    with pytest.raises(DataError, match="'red' is no number"):
        load_data_set({"file": "t.csv", "label": "y", "task": "numbers"}, table("a,y", "1,2.5", "2,red"))


@pytest.mark.parametrize(
    ("spec", "error", "told"),
    [
        ({"fil": "t.csv"}, UnknownName, "'file'"),
        ({"name": "x"}, InputError, "must say where the data are by one of builtin"),
        ({"file": "t.csv", "builtin": "iris"}, InputError, "it has"),
        ({"builtin": "irs"}, UnknownName, "'iris'"),
        ({"builtin": "iris", "label": "y"}, UnknownName, "no key 'label'"),
        ({"builtin": "iris", "scale": "log"}, UnknownName, "data.scale"),
        ({"builtin": "iris", "classes": ["setos"]}, UnknownName, "'setosa'"),
        ({"builtin": "iris", "classes": ["setosa"]}, InputError, "only the label 'setosa'"),
        ({"builtin": "iris", "rows": 500}, InputError, "there are 150 labelled rows"),
        ({"file": "absent.csv", "label": "y"}, DataError, "There is nothing where a file is expected"),
        ({"file": "t.csv", "label": "why"}, UnknownName, "no column 'why' in t.csv"),
        ({"file": "t.csv", "label": "y", "labels_file": "x"}, InputError, "data.labels_file is 'x'"),
        ({"file": "t.csv"}, InputError, "data has no label"),
        ({"file": "t.csv", "label": "y", "test_file": "t"}, DataError, "nothing where a file"),
        ({"generator": "noisy"}, UnknownName, "'noisy_regions'"),
        ({"generator": "noisy_regions", "parameters": {"blob": 3}}, UnknownName, "'blobs'"),
    ],
)
def test_what_cannot_be_is_told_with_its_key(table, spec, error, told):
    with pytest.raises(error, match=told):
        load_data_set(spec, table("a,y", "1,no", "2,yes"))


def test_a_cell_that_is_no_number_is_told_by_row_and_column(table):
    folder = table("a,colour,y", "1,red,no", "2,blue,yes", "3,red,yes")
    with pytest.raises(DataError, match=r"t.csv:2, column 'colour': Found 'red', expected a number.*categories"):
        load_data_set({"file": "t.csv", "label": "y"}, folder)
    data = load_data_set({"file": "t.csv", "label": "y", "categories": ["colour"]}, folder)
    assert data.content.tolist() == [[1, 0, 1], [2, 1, 0], [3, 0, 1]]


@pytest.mark.parametrize("name", ["emotions", "yeast"])
def test_real_sets_of_several_labels(name):
    folder = SHARED / f"{name}_multilabel"
    if not folder.exists():
        pytest.skip(f"{folder} is absent: set ASKNEXT_SHARED to the folder with the shared data")
    ending = {"emotions": ".arff", "yeast": ".arff.gz"}[name]
    data = load_data_set({"file": f"{name}{ending}", "labels_file": f"{name}.xml"}, folder)
    shape, most, fewest = {"emotions": ((593, 72), 264, 148), "yeast": ((2417, 103), 1816, 34)}[name]
    counts = Counter(each for label in data.labels for each in label)
    assert data.content.shape == shape
    assert (max(counts.values()), min(counts.values())) == (most, fewest)
