"""``asknext select``: every strategy from a YAML file, and files that cannot be used."""

import json
import sys

import numpy as np
import pytest
import yaml
from tests.strategies import test_contract as contract

import asknext

N = 30
P = np.random.default_rng(0).dirichlet(np.ones(3), N)
X = np.random.default_rng(1).normal(size=(N, 4))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every input of every strategy, as files."""
    folder, pool = tmp_path_factory.mktemp("inputs"), contract.Pool(N, labelled=range(8))
    written = {}
    for task, name in {"classes": "margin", "numbers": "committee_std"}.items():
        inputs = contract.inputs_of(name, pool.inputs)
        here = folder / task
        here.mkdir()
        written[task] = {key: _write(here, key, value) for key, value in inputs.items() if value is not None}
    return written


def _write(folder, key, value):
    if key in ("detections", "sequences"):
        path = folder / f"{key}.jsonl"
        path.write_text("\n".join(json.dumps(each, default=np.ndarray.tolist) for each in value))
    elif key == "columns":
        path = folder / "columns.csv"
        rows = zip(*(np.asarray(each).tolist() for each in value.values()), strict=True)
        path.write_text("\n".join([",".join(value), *(",".join(map(str, row)) for row in rows)]))
    elif key == "labels":
        path = folder / "labels.csv"
        path.write_text(
            "\n".join(["label", *("" if each is None else str(each) for each in value)]).rstrip("\n") + "\n"
        )
        path.write_text("id,label\n" + "\n".join(f"{i},{'' if e is None else e}" for i, e in enumerate(value)) + "\n")
    else:
        path = folder / f"{key}.npy"
        np.save(path, np.asarray(value), allow_pickle=False)
    return str(path)


def configured(tmp_path, **keys):
    path = tmp_path / "choose.yaml"
    path.write_text(yaml.safe_dump(keys))
    return path


@pytest.mark.parametrize("name", contract.NAMES)
def test_every_strategy_is_reachable_from_yaml(run, tmp_path, files, name):
    of_one_column = {"name": name, "column": "true_label"}
    strategy = asknext.strategies.build(of_one_column if name in ("weights", "threshold") else contract.made(name))
    given = files["numbers" if strategy.tasks == {"regression"} else "classes"]
    needed = {key: given[key] for key in {*strategy.needs, "labels", "embeddings"} if key in given}
    needed["labels"] = given["labels"]
    spec = yaml.safe_load(yaml.safe_dump(strategy.describe()))
    done = run("select", configured(tmp_path, strategy=spec, n=3, **needed), "--json")
    assert done.code == 0, done.err
    rows = [each["row"] for each in done.json["items"]]
    assert len(set(rows)) == 3
    assert min(rows) >= 8
    assert asknext.strategies.build(done.json["strategy"]) == strategy


@pytest.mark.parametrize("name", ["auto", "margin", "weighted_kmeans"])
def test_a_bare_name_will_do_and_is_what_python_chooses(run, tmp_path, name):
    np.save(tmp_path / "p.npy", P)
    np.save(tmp_path / "x.npy", X)
    config = configured(tmp_path, strategy=name, n=4, probabilities="p.npy", embeddings="x.npy", labelled=[1, 2])
    done = run("select", config, "--json")
    batch = asknext.select(name, 4, probabilities=P, embeddings=X, labelled=[1, 2])
    assert [each["row"] for each in done.json["items"]] == batch.indices.tolist()


def test_arithmetic_nesting_and_a_share_of_the_items(run, tmp_path):
    np.save(tmp_path / "p.npy", P.astype(np.float32))
    np.savez(tmp_path / "x.npz", a=X, b=X)
    strategy = {"name": "weighted_kmeans", "scorer": "margin * entropy(base=2) ** 0.5", "beta": 3}
    config = configured(tmp_path, strategy=strategy, n=0.1, probabilities="p.npy", embeddings="x.npz:a", seed=3)
    done = run("select", config)
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 2 + 3


@pytest.mark.parametrize("suffix", [".csv", ".json", ".npy"])
def test_the_choice_is_written(run, tmp_path, suffix):
    np.save(tmp_path / "p.npy", P)
    done = run("select", configured(tmp_path, strategy="margin", n=5, probabilities="p.npy", output=f"chosen{suffix}"))
    assert done.code == 0, done.err
    wanted, path = asknext.select("margin", 5, probabilities=P).indices.tolist(), tmp_path / f"chosen{suffix}"
    found = {
        ".npy": lambda: np.load(path).tolist(),
        ".json": lambda: [each["row"] for each in json.loads(path.read_text())],
        ".csv": lambda: [int(line.split(",")[0]) for line in path.read_text().splitlines()[1:]],
    }[suffix]()
    assert found == wanted
    assert "reason" in path.read_bytes().decode("latin-1") or suffix == ".npy"


@pytest.mark.parametrize("way", ["option", "file"])
@pytest.mark.parametrize(
    ("name", "message"),
    [("nodir/out.csv", "out.csv: there is no folder {}nodir: make it"), ("made.csv", "made.csv: is a folder")],
)
def test_where_nothing_can_be_written_nothing_is_chosen(run, tmp_path, monkeypatch, way, name, message):
    (tmp_path / "made.csv").mkdir()
    monkeypatch.setattr(
        sys.modules["asknext.strategies.select"], "select", lambda *_, **__: pytest.fail("it was chosen")
    )
    keys = {"strategy": "random", "n": 1, "labels": [None]} | ({"output": name} if way == "file" else {})
    done = run("select", configured(tmp_path, **keys), *(["-o", name] if way == "option" else []))
    assert done.code == 1
    assert message.format(f"{tmp_path}/" if way == "file" else "") in done.err


def test_a_disc_that_fails_is_told_with_the_name_of_the_file(run, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fails)
    done = run("select", configured(tmp_path, strategy="random", n=1, labels=[None]), "-o", "out.csv")
    assert (done.code, "out.csv: cannot be written (No space left on device)" in done.err) == (1, True)
    assert [each.name for each in tmp_path.iterdir()] == ["choose.yaml"]


def test_an_empty_line_is_an_item_without_a_label(run, tmp_path):
    np.save(tmp_path / "p.npy", P[:4])
    (tmp_path / "labels.csv").write_text("label\n1\n\n\n0\n")
    config = configured(tmp_path, strategy="margin", n=2, probabilities="p.npy", labels="labels.csv")
    assert sorted(each["row"] for each in run("select", config, "--json").json["items"]) == [1, 2]


def test_tables_with_and_without_names_are_the_same(run, tmp_path):
    np.savetxt(tmp_path / "bare.csv", P, delimiter=",")
    np.savetxt(tmp_path / "named.csv", P, delimiter=",", header="a,b,c", comments="")
    chosen = []
    for name in ("bare.csv", "named.csv"):
        done = run("select", configured(tmp_path, strategy="entropy", n=5, probabilities=name), "--json")
        chosen.append([each["row"] for each in done.json["items"]])
    assert chosen[0] == chosen[1] == asknext.select("entropy", 5, probabilities=P).indices.tolist()


def test_parquet_is_a_table_too(run, tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"value": np.arange(9.0), "kind": list("aabbccdde")}), tmp_path / "meta.parquet")
    config = configured(tmp_path, strategy={"name": "weights", "column": "value"}, n=2, columns="meta.parquet")
    assert [each["row"] for each in run("select", config, "--json").json["items"]] == [8, 7]


def test_lightlys_configuration_goes_in_unchanged(run, tmp_path):
    np.save(tmp_path / "x.npy", X)
    theirs = {"n_samples": 4, "strategies": [{"input": {"type": "EMBEDDINGS"}, "strategy": {"type": "DIVERSITY"}}]}
    done = run("select", configured(tmp_path, selection_config=theirs, embeddings="x.npy"), "--json")
    assert done.code == 0, done.err
    assert (done.json["strategy"]["name"], len(done.json["items"])) == ("mix", 4)


@pytest.mark.parametrize(
    ("keys", "code", "message"),
    [
        ({"n": 3}, 2, "has no strategy: add e.g. 'strategy: margin'"),
        ({"strategy": "margin"}, 2, "has no n: add"),
        ({"strategy": "margn", "n": 1, "labels": [None]}, 2, "no strategy 'margn'. Did you mean 'margin'"),
        ({"strategy": "margin * entropi", "n": 1}, 2, "at character 10 (entropi)"),
        ({"strategy": "margin", "n": 1, "embedings": "x.npy"}, 2, "no key 'embedings' in"),
        ({"strategy": "margin", "n": 1, "probabilities": "none.npy"}, 1, "none.npy: there is no such file"),
        ({"strategy": "margin", "n": 1, "probabilities": 7}, 2, "probabilities is 7, but must be the name of a file"),
        (
            {"strategy": "margin", "n": 1, "probabilities": "text.csv"},
            1,
            "text.csv:3, column 'b': holds 'x'",
        ),
        ({"strategy": "margin", "n": 1, "probabilities": "ragged.csv"}, 1, "ragged.csv:3"),
        (
            {"strategy": "margin", "n": 1, "probabilities": "objects.npy"},
            1,
            "objects.npy: is no array",
        ),
        ({"strategy": "margin", "n": 1, "probabilities": "two.npz"}, 1, "two.npz: holds a, b; say which: two.npz:a"),
        ({"strategy": "margin", "n": 1, "probabilities": "nan.npy"}, 2, "row 2 of probabilities holds nan in column 1"),
        ({"strategy": "margin", "n": 1, "embeddings": "nan.npy"}, 2, "'margin' needs probabilities"),
        ({"strategy": "random", "n": 99, "probabilities": "nan.npy"}, 2, "99 items were asked for, but only 4"),
        ({"strategy": "random", "n": 1, "labels": "wide.csv"}, 1, "wide.csv: has the columns a, b; say which one"),
        ({"strategy": "random", "n": 1, "sequences": "broken.jsonl"}, 1, "broken.jsonl:2: is not JSON"),
        ({"strategy": "random", "n": 1, "labels": [None], "output": "a.xls"}, 2, "no output format '.xls'"),
        ({"strategy": "random", "n": 1, "labels": [None], "max_memory": "lots"}, 2, "max_memory is 'lots'"),
        ({"strategy": "random", "n": 1, "labels": [None], "allow_fewer": "no"}, 2, "allow_fewer is 'no', but must be"),
        ({"strategy": "random", "n": 1, "embeddings": [[1, 2], [1]]}, 2, "embeddings cannot be made an array (row 1"),
        ({"strategy": "random", "n": 1, "detections": "none.jsonl"}, 1, "none.jsonl: there is no such file"),
        ({"strategy": "random", "n": 1, "labels": [None], "selection_config": {}}, 2, "which it replaces"),
    ],
)
def test_what_cannot_be_used_names_file_row_and_column(run, tmp_path, keys, code, message):
    (tmp_path / "text.csv").write_text("a,b\n0.5,0.5\n0.5,x\n")
    (tmp_path / "ragged.csv").write_text("a,b\n0.5,0.5\n0.5\n")
    (tmp_path / "wide.csv").write_text("a,b\n1,2\n")
    (tmp_path / "broken.jsonl").write_text("[[0.5]]\n[[0.5\n")
    np.save(tmp_path / "objects.npy", np.array([{}, None]), allow_pickle=True)
    np.savez(tmp_path / "two.npz", a=P, b=P)
    np.save(tmp_path / "nan.npy", np.array([[0.5, 0.5], [0.5, 0.5], [0.5, np.nan], [1, 0]]))
    done = run("select", configured(tmp_path, **keys))
    assert message in done.err
    assert done.code == code


@pytest.mark.parametrize(("text", "message"), [("a: [1", "is not YAML"), ("- a", "holds list; expected keys")])
def test_a_configuration_that_is_none(run, tmp_path, text, message):
    path = tmp_path / "choose.yaml"
    path.write_text(text)
    done = run("select", path)
    assert done.code in (1, 2)
    assert message in done.err


def test_yaml_makes_no_objects(run, tmp_path):
    path = tmp_path / "choose.yaml"
    path.write_text("strategy: !!python/object/apply:os.system ['touch made']\nn: 1\n")
    assert "is not YAML" in run("select", path).err
    assert not (tmp_path / "made").exists()
