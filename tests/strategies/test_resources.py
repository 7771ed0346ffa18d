"""What a selection may use of the machine, and that it changes nothing; how far it has come; Ctrl-C."""

import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.pool import Resources
from asknext.pool.free_memory import free_memory
from asknext.pool.progress import ProgressLine
from asknext.pool.resources import in_bytes, in_words
from asknext.strategies import build

INPUTS = {"probabilities", "embeddings", "committee", "labels"}
SCORERS = sorted(
    name
    for name in asknext.strategies()
    if name != "hinted_svm"  # it solves one large problem, without blocks, for seconds
    and hasattr(build(name), "score")
    and build(name).needs <= INPUTS
    and "regression" not in build(name).tasks
)
RNG = np.random.default_rng(5)
N, LABELLED = 90, np.arange(3, 90, 9)
E, P, C = RNG.normal(size=(N, 4)), RNG.dirichlet(np.ones(3), N), RNG.dirichlet(np.ones(3), (3, N))


def scores(name, monkeypatch, threads, block):
    """The scores with blocks of ``block`` bytes."""
    monkeypatch.setattr(Resources, "block_rows", lambda self, row_bytes: max(1, block // row_bytes))
    strategy = build(name)
    several = "single_label" not in strategy.tasks
    labels = np.full(N, None, dtype=object)
    for row in LABELLED:
        labels[row] = (P[row] > 0.3).astype(float) if several else int(P[row].argmax())
    view = asknext.PoolView(
        N, labelled=LABELLED, labels=labels, multilabel=several, probabilities=P, embeddings=E, committee=C,
        resources=Resources(threads=threads),
    )  # fmt: skip
    return strategy.score(view)


@pytest.mark.parametrize("name", SCORERS)
def test_threads_and_blocks_change_no_score(name, monkeypatch):
    whole = scores(name, monkeypatch, 1, 1 << 22)
    np.testing.assert_allclose(scores(name, monkeypatch, 3, 1 << 22), whole, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(scores(name, monkeypatch, 2, 320), whole, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["margin", "entropy", "ratio", "least_confidence"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_quick_choice_is_that_of_exact_scores(name, dtype):
    p = np.round(RNG.dirichlet(np.ones(4), 3000), 2) + 0.01
    p = (p / p.sum(axis=1, keepdims=True)).astype(dtype)
    view = asknext.PoolView(3000, labelled=np.arange(0, 3000, 7), probabilities=p)
    batch = build(name).select(view, 200, np.random.default_rng(0))
    exact = build(name).score(view)
    np.testing.assert_allclose(batch.scores, np.sort(exact)[::-1][:200], rtol=1e-12)
    np.testing.assert_array_equal(exact[np.searchsorted(view.unlabelled, batch.indices)], batch.scores)


@pytest.mark.parametrize(("size", "count"), [(5, 5), ("1GB", 10**9), ("1.5 GiB", 3 << 29), ("20kB", 20000), ("7", 7)])
def test_sizes(size, count):
    assert in_bytes(size) == count == Resources(max_memory=size).memory


def test_sizes_in_words():
    assert [in_words(size) for size in (10, 2500, 3.21e9, 7e12)] == ["10 bytes", "2.5 kB", "3.21 GB", "7 TB"]


@pytest.mark.parametrize("size", [0, -1, "much", "GB", 1.5, True, "0MB"])
def test_what_is_no_size(size):
    with pytest.raises(InputError, match=r"max_memory is .* such as '500MB'"):
        Resources(max_memory=size)


@pytest.mark.parametrize("threads", [0, -2, 1.5, True, "2"])
def test_what_is_no_number_of_threads(threads):
    with pytest.raises(InputError, match=r"threads is .* at least 1"):
        Resources(threads=threads)


def test_what_is_no_listener():
    with pytest.raises(InputError, match="progress is 3"):
        asknext.select("random", 1, embeddings=E, progress=3)


def test_by_default_a_share_of_what_is_free():
    assert 0 < Resources().memory <= free_memory() // 4 + (1 << 28)
    assert Resources().workers >= 1


def test_little_memory_makes_small_blocks():
    assert Resources(max_memory="8MB", threads=1).block_rows(1000) == 1000
    assert Resources(max_memory="8MB", threads=4).block_rows(1000) == 250
    assert Resources(max_memory=1).block_rows(1000) == 1


def test_progress_of_a_selection_ends_at_its_total():
    told = []
    asknext.select("margin", 5, probabilities=P, threads=1, progress=lambda *report: told.append(report))
    done, total, label = told[-1]
    assert done == total >= 1
    assert label == "margin"


def test_a_stage_within_a_stage_is_silent():
    told = []
    resources = Resources(progress=lambda *report: told.append(report))
    for _ in resources.steps(range(3), "outer"):
        list(resources.steps(range(50), "inner"))
    assert {label for _, _, label in told} == {"outer"}


def test_the_line_for_people(capsys, monkeypatch):
    clock = iter([0.0, 0.0, 2.0, 2.0, 3.0, 3.0])
    monkeypatch.setattr("asknext.pool.progress.monotonic", lambda: next(clock))
    line = ProgressLine()
    line(1, 4, "picking")
    line(2, 4, "picking")
    line(4, 4, "picking")
    assert "picking: 50%, 2 s left" in capsys.readouterr().err


SLOW = """
import signal
import numpy as np, asknext
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started without
asknext.strategies.Margin.of = lambda self, p: float(sum(p[:, 0] @ p[:, 1] for _ in range(500))) + p[:, 0]
asknext.strategies.Margin.blur = None
p = np.full((2_000_000, 10), 0.1)
print("ready", flush=True)
asknext.select("margin", 5, probabilities=p, threads={threads})
print("done")
"""


@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_ends_it_soon(threads):
    program = SLOW.format(threads=threads)
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.7)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, errors = process.communicate(timeout=30)
    assert time.monotonic() - began < 10  # a second where nothing else runs
    assert "KeyboardInterrupt" in errors
    assert "done" not in out


MAPPED = """
import resource, sys, tracemalloc
import numpy as np, asknext
p = np.load(sys.argv[1], mmap_mode="r")
asknext.select(sys.argv[2], 10, **{sys.argv[3]: p, "threads": 2})  # what is loaded or compiled once is not counted
tracemalloc.start()
asknext.select(sys.argv[2], 10, **{sys.argv[3]: p, "threads": 2})
print(tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.parametrize(
    ("name", "what", "shape"),
    [("margin", "probabilities", (150_000, 20)), ("information_density", "embeddings", (100_000, 40))],
)
def test_a_memory_mapped_pool_is_streamed(name, what, shape, tmp_path):
    values = np.full(shape, 1 / shape[1])
    np.save(tmp_path / "values.npy", values)
    command = [sys.executable, "-c", MAPPED, str(tmp_path / "values.npy"), name, what]
    peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert peak < values.nbytes / 2
