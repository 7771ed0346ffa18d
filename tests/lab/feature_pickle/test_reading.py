"""Feature pickles: real tables are read as pandas would, and nothing that a file says is ever run."""

from __future__ import annotations

import pickle
import struct
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import DataError
from asknext.lab.feature_pickle import Limits, read_feature_pickle

FILES = Path(__file__).parent / "files"
ASSETS = ["a.mp4", "b.mp4", "é.mp4"]


def vectors(size: int) -> list[Any]:
    return [np.arange(size, dtype=np.float32) / 4 + row for row in range(3)]


def written(folder: Path, value: Any, protocol: int = 4) -> Path:
    path = folder / "features.pkl"
    path.write_bytes(value if isinstance(value, bytes) else pickle.dumps(value, protocol))
    return path


def assert_the_table(columns: dict[str, Any], asset: str = "asset") -> None:
    assert columns[asset].tolist() == ASSETS
    for name, size in (("audio", 2), ("video", 3), ("combined", 5)):
        assert columns[name].dtype == np.float32
        np.testing.assert_array_equal(columns[name], np.stack(vectors(size)))
    assert columns["seconds"].tolist() == [1.0, 2.5, 3.0]
    assert columns["frames"].tolist() == [3, 2, 1]


@pytest.mark.parametrize("file", ["pandas_1_5.pkl", "pandas_2_2_protocol_2.pkl"])
def test_tables_of_older_pandas(file: str) -> None:
    assert_the_table(read_feature_pickle(FILES / file))


def test_names_of_rows_are_a_column() -> None:
    assert_the_table(read_feature_pickle(FILES / "pandas_2_2_index.pkl"), "index")


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_tables_of_this_pandas(tmp_path: Path, protocol: int) -> None:
    pandas = pytest.importorskip("pandas")
    table = {"asset": ASSETS, "audio": vectors(2), "video": vectors(3), "combined": vectors(5)}
    frame = pandas.DataFrame({**table, "seconds": [1.0, 2.5, 3.0], "frames": [3, 2, 1]})
    assert_the_table(read_feature_pickle(written(tmp_path, frame, protocol)))
    reversed_rows = read_feature_pickle(written(tmp_path, frame.iloc[::-1], protocol))
    assert reversed_rows["asset"].tolist() == ASSETS[::-1]
    assert reversed_rows["frames"].tolist() == [1, 2, 3]


def test_a_table_laid_out_as_pandas_did_in_2020(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins of the same names give the same bytes as pandas 1.0 did."""
    assert_the_table(read_feature_pickle(written(tmp_path, _old_table(monkeypatch))))


def _old_table(monkeypatch: pytest.MonkeyPatch) -> bytes:
    class Frame:
        def __init__(self, manager: Any) -> None:
            self.__dict__.update(_data=manager, _typ="dataframe", _metadata=[])

    class Manager:
        def __init__(self, *state: Any) -> None:
            self.state = state

        def __reduce__(self) -> tuple[Any, ...]:
            return type(self), (), self.state

        def __setstate__(self, state: Any) -> None:
            raise AssertionError("nothing is built")

    class Index:
        def __init__(self, parts: dict[str, Any]) -> None:
            self.parts = parts

        def __reduce__(self) -> tuple[Any, ...]:
            return new_index, (type(self), self.parts)

    class RangeIndex(Index): ...

    def new_index(kind: type[Index], parts: dict[str, Any]) -> Index:
        return kind(parts)

    places = {
        Frame: ("pandas.core.frame", "DataFrame"),
        Manager: ("pandas.core.internals.managers", "BlockManager"),
        Index: ("pandas.core.indexes.base", "Index"),
        RangeIndex: ("pandas.core.indexes.range", "RangeIndex"),
        new_index: ("pandas.core.indexes.base", "_new_Index"),
    }
    for what, (module, name) in places.items():
        what.__module__, what.__qualname__ = module, name
        monkeypatch.setitem(sys.modules, module, types.ModuleType(module))
    for what, (module, name) in places.items():
        setattr(sys.modules[module], name, what)
    cells = np.empty((4, 3), dtype=object)
    for row, column in enumerate((ASSETS, vectors(2), vectors(3), vectors(5))):
        for at, value in enumerate(column):
            cells[row, at] = value
    axes = [
        Index({"data": np.array(["asset", "seconds", "audio", "video", "combined", "frames"], dtype=object)}),
        RangeIndex({"name": None, "start": 0, "stop": 3, "step": 1}),
    ]
    blocks = [
        {"values": np.array([[1.0, 2.5, 3.0]]), "mgr_locs": slice(1, 2, 1)},
        {"values": np.array([[3, 2, 1]]), "mgr_locs": slice(5, 6, 1)},
        {"values": cells, "mgr_locs": np.array([0, 2, 3, 4])},
    ]
    layout = {"0.14.1": {"axes": axes, "blocks": blocks}}
    values = [block["values"] for block in blocks]
    return pickle.dumps(Frame(Manager(axes, values, [axes[0], axes[0], axes[0]], layout)), 4)


@pytest.mark.parametrize(
    "value",
    [
        {"asset": ASSETS, "combined": vectors(5)},
        {"asset": np.array(ASSETS), "combined": np.stack(vectors(5))},
        {"asset": np.array(ASSETS, dtype=object), "combined": np.asfortranarray(np.stack(vectors(5)))},
        {"asset": tuple(ASSETS), "combined": [each.tolist() for each in vectors(5)]},
        {"asset": ASSETS, "combined": [each.astype(">f8") for each in vectors(5)]},
        [{"asset": name, "combined": each} for name, each in zip(ASSETS, vectors(5), strict=True)],
        dict(zip(ASSETS, vectors(5), strict=True)),
    ],
    ids=["lists", "arrays", "objects in Fortran order", "plain numbers", "big-endian", "records", "by asset"],
)
@pytest.mark.parametrize("protocol", [2, 5])
def test_layouts_without_pandas(tmp_path: Path, value: Any, protocol: int) -> None:
    columns = read_feature_pickle(written(tmp_path, value, protocol))
    assert columns["asset"].tolist() == ASSETS
    np.testing.assert_array_equal(columns["combined"], np.stack(vectors(5)))


class Calls:
    """Pickles as a call of any function."""

    def __init__(self, function: Callable[..., Any], *arguments: Any, state: Any = None) -> None:
        self.found = (function, arguments) if state is None else (function, arguments, state)

    def __reduce__(self) -> tuple[Any, ...]:
        return self.found


class Trap:
    """Has a state of its own: unpickling calls ``__setstate__``."""

    def __getstate__(self) -> Any:
        return "state"

    def __setstate__(self, state: Any) -> None:
        raise AssertionError("it was run")


def _system(path: Path) -> Any:
    import os

    return Calls(os.system, f"touch {path}")


def _refusal(folder: Path, value: Any) -> str:
    with pytest.raises(DataError) as error:
        read_feature_pickle(written(folder, value))
    return str(error.value)


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (_system, "posix.system"),
        (lambda path: {"asset": ASSETS, "combined": [_system(path)] * 3}, "posix.system"),
        (lambda path: Calls(eval, f"open({str(path)!r}, 'w')"), "builtins.eval"),
        (lambda path: Calls(getattr, Calls(__import__, "os"), "system"), "builtins.getattr"),
        (lambda path: Calls(np.load, str(path)), "load"),
        (lambda path: Calls(pickle.loads, pickle.dumps(_system(path))), "_pickle.loads"),
        (lambda path: [Calls(dict, state=_system(path))], "builtins.dict"),
        (lambda path: Trap(), "Trap"),
        (lambda path: np.array([_system(path)], dtype=object), "posix.system"),
    ],
    ids=[
        "call",
        "in a cell",
        "eval",
        "in an argument",
        "numpy.load",
        "pickle",
        "in a state",
        "setstate",
        "in an array",
    ],
)
def test_what_would_run_is_refused_by_its_name(tmp_path: Path, made: Callable[[Path], Any], named: str) -> None:
    target = tmp_path / "was_run"
    message = _refusal(tmp_path, made(target))
    assert named in message
    assert "Nothing of it was run" in message
    assert not target.exists()


def _one(code: bytes) -> bytes:
    return b"\x80\x04" + code + b"."


ARRAY = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85C\x01btR"
TYPE = b"cnumpy\ndtype\n(X\x02\x00\x00\x00f4I00\nI01\ntR"


def _array(shape: bytes, data: bytes, kind: bytes = TYPE) -> bytes:
    return b"}X\x05\x00\x00\x00asset" + ARRAY + b"(K\x01(" + shape + b"t" + kind + b"I00\n" + data + b"tb" + b"s"


def test_the_pieces_by_hand_are_sound(tmp_path: Path) -> None:
    """Otherwise those below could be refused for being none."""
    names = b"}X\x05\x00\x00\x00assetX\x01\x00\x00\x00a\x85s"
    array = _array(b"K\x01", b"C\x04\x00\x00\x80?").replace(b"}X\x05\x00\x00\x00asset", b"X\x01\x00\x00\x00b")
    columns = read_feature_pickle(written(tmp_path, _one(names + array)))
    assert columns["asset"].tolist() == ["a"]
    assert columns["b"].tolist() == [1.0]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(b"(cposix\nsystem\nX\x02\x00\x00\x00lso", id="OBJ"),
        pytest.param(b"(X\x02\x00\x00\x00lsiposix\nsystem\n", id="INST"),
        pytest.param(b"\x82\x01", id="EXT1"),
        pytest.param(b"Pname\n", id="PERSID"),
        pytest.param(b"K\x01Q", id="BINPERSID"),
        pytest.param(b"cnumpy\nndarray\n)}\x92", id="NEWOBJ_EX"),
        pytest.param(b"\x97", id="NEXT_BUFFER"),
        pytest.param(b"X\x05\x00\x00\x00posixX\x06\x00\x00\x00system\x93X\x02\x00\x00\x00ls\x85R", id="STACK_GLOBAL"),
        pytest.param(b"X\x02\x00\x00\x00os)R", id="calls a text"),
        pytest.param(b"}}b", id="state of a dict"),
        pytest.param(b"cnumpy\nndarray\n}b", id="state of a class"),
        pytest.param(b"cnumpy\nndarray.__reduce__\n)R", id="attribute of a name"),
        pytest.param(b"]}b", id="state of a list"),
        pytest.param(b"cnumpy\nndarray\nK\x00K\x01s", id="items of a name"),
        pytest.param(b"R", id="empty stack"),
        pytest.param(b"(", id="open mark"),
        pytest.param(b"h\x07", id="unknown memo"),
        pytest.param(b"]2a", id="holds itself"),
        pytest.param(b"}" + b"(K\x01\x85K\x01u", id="a tuple as a key"),
        pytest.param(b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc", id="bytes of 8 EiB"),
        pytest.param(b"X\xff\xff\xff\x7fabc", id="text of 2 GiB"),
        pytest.param(b"\x8b\xff\xff\xff\x7fabc", id="number of 2 GiB"),
        pytest.param(b"]r\xff\xff\xff\x7f0" + b"K\x01", id="memo of 2 billion places"),
        pytest.param(b"L" + b"9" * 5_000 + b"L\n", id="number of 5,000 digits"),
        pytest.param(_array(b"J\x00\x00\x00\x7fJ\x00\x00\x00\x7f", b"C\x04abcd"), id="array of 4 EiB"),
        pytest.param(_array(b"J\xff\xff\xff\xff", b"C\x04abcd"), id="negative shape"),
        pytest.param(_array(b"K\x01", b"]K\x01a"), id="numbers from a list"),
        pytest.param(_array(b"K\x01", b"C\x08abcdefgh", TYPE.replace(b"f4", b"O8")), id="objects from bytes"),
        pytest.param(_array(b"K\x01", b"C\x00", TYPE.replace(b"f4", b"V0")), id="type of nothing"),
        pytest.param(
            _array(b"K\x01", b"C\x04abcd", TYPE + b"(K\x03X\x01\x00\x00\x00|NX\x01\x00\x00\x00fNNNNtb"), id="records"
        ),
        pytest.param(b"}X\x05\x00\x00\x00asset]" + ARRAY + b"as", id="an array without state"),
    ],
)  # fmt: skip
def test_instructions_by_hand_are_refused(tmp_path: Path, code: bytes) -> None:
    _refusal(tmp_path, _one(code))


def test_nesting_has_an_end(tmp_path: Path) -> None:
    nested = b"]" * 100_000 + b"a" * 99_999
    _refusal(tmp_path, _one(b"}(X\x05\x00\x00\x00assetX\x01\x00\x00\x00au" + b"X\x01\x00\x00\x00b" + nested + b"s"))


def test_many_arrays_of_one_list_do_not_unfold(tmp_path: Path) -> None:
    shared = b"](" + b"N" * 20_000 + b"e\x94"
    state = ARRAY + b"(K\x01(J" + struct.pack("<i", 20_000) + b"t" + TYPE.replace(b"f4", b"O8") + b"I00\nh\x00tb"
    bomb = shared + b"0}X\x05\x00\x00\x00assetX\x01\x00\x00\x00a\x85sX\x01\x00\x00\x00b](" + state * 200 + b"es"
    path = written(tmp_path, _one(bomb))
    with pytest.raises(DataError, match="unfolds to more bytes"):
        read_feature_pickle(path, Limits(bytes=2_000_000))


def test_one_vector_a_thousand_times_does_not_unfold(tmp_path: Path) -> None:
    vector = np.zeros(10_000)
    path = written(tmp_path, {"asset": [str(row) for row in range(1_000)], "combined": [vector] * 1_000})
    with pytest.raises(DataError, match="unfolds to more than 1,000,000 bytes"):
        read_feature_pickle(path, Limits(bytes=1_000_000))
    assert read_feature_pickle(path)["combined"].shape == (1_000, 10_000)


def test_old_bytes_do_not_unfold(tmp_path: Path) -> None:
    text = b"X" + struct.pack("<i", 100_000) + b"a" * 100_000 + b"\x94X\x06\x00\x00\x00latin1\x94"
    calls = b"c_codecs\nencode\n\x940](" + b"h\x02h\x00h\x01\x86R" * 100 + b"e"
    with pytest.raises(DataError, match="unfolds to more bytes"):
        read_feature_pickle(written(tmp_path, _one(text + calls)), Limits(bytes=1_000_000))


def test_a_file_or_its_instructions_beyond_the_limits(tmp_path: Path) -> None:
    path = written(tmp_path, {"asset": ASSETS, "combined": vectors(5)})
    with pytest.raises(DataError, match=r"bytes, expected at most 100"):
        read_feature_pickle(path, Limits(bytes=100))
    with pytest.raises(DataError, match="more than 10 instructions"):
        read_feature_pickle(path, Limits(instructions=10))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"asset": ASSETS, "combined": [*vectors(5)[:2], np.zeros(4)]}, "'combined' has cells of shapes"),
        ({"asset": ASSETS, "combined": vectors(5)[:2]}, "expected as many in each"),
        ({"asset": ["a", None, "b"], "combined": vectors(5)}, "'asset' has cells of NoneType, str"),
        ({"asset": ASSETS, "combined": [["a"], [1], [2]]}, "other than numbers"),
        ({"asset": ASSETS, "combined": [[10**400]] * 3}, "beyond all floats"),
        ([{"asset": "a"}, {"url": "b"}], "different columns"),
        ({"asset": ["a" * 20_000], "combined": [np.zeros(2)]}, "20,000 characters"),
        (np.zeros((2, 3)), "it holds one array, expected a table"),
        (b"\x1f\x8b\x08\x00", "unpack it first"),
        (b"not a pickle", "no whole pickle"),
        (b"", "no whole pickle"),
    ],
)
def test_what_is_no_table_of_features_is_told(tmp_path: Path, value: Any, said: str) -> None:
    assert said in _refusal(tmp_path, value)


def test_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_feature_pickle(tmp_path / "none.pkl")


WHOLE = (FILES / "pandas_1_5.pkl").read_bytes()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, len(WHOLE)),
)
def test_a_damaged_file_is_refused_or_a_table_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    path = tmp_path_factory.getbasetemp() / "damaged.pkl"
    for damaged in (bytes(data), bytes(data[:length])):
        path.write_bytes(damaged)
        try:
            columns = read_feature_pickle(path, Limits(bytes=1_000_000))
        except DataError:
            continue
        assert all(isinstance(column, np.ndarray) and column.dtype.kind in "Uf" for column in columns.values())
