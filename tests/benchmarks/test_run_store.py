"""Runs that are kept are kept once, and a line cut off by a crash costs that run alone."""

from benchmarks.run_store import Store


def test_what_is_added_is_there_after_a_restart(tmp_path):
    path = tmp_path / "deep" / "runs.jsonl"
    store = Store(path)
    store.add({"data": "a", "seed": 1}, {"area": 0.5})
    again = Store(path)
    assert {"seed": 1, "data": "a"} in again
    assert {"seed": 2, "data": "a"} not in again
    assert [run["area"] for run in again] == [0.5]


def test_half_a_line_is_passed_over(tmp_path):
    path = tmp_path / "runs.jsonl"
    Store(path).add({"seed": 1}, {"area": 0.5})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": {"seed": 2}, "ar')
    store = Store(path)
    assert {"seed": 1} in store
    assert {"seed": 2} not in store
