"""Selection beside its peers, and every strategy at a million items.

    python benchmarks/strategies/run.py --peers /tmp/peers         the table beside peers: about 40 minutes
    python benchmarks/strategies/run.py --sizes 10000              only small pools: about 5 minutes
    python benchmarks/strategies/run.py --scale                    every strategy at a million: about an hour
    python benchmarks/strategies/run.py --loop                     the whole loop beside scikit-learn: 2 minutes
    python benchmarks/strategies/run.py --table                    only prints what was measured before

Peers are in environments of their own below --peers: modal (modAL-python 0.4.2.1), ska (scikit-activeml 1.0.1) and
smalltext (small-text 1.4.1); one that is absent is left out. Each case runs in a process of its own, with a limit of
seconds and of memory; going beyond is a result too. Figures are kept in a JSON file after each case: a run that was
stopped goes on where it was, with --again a case is measured anew. 1 thread unless --threads says otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
BLAS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main():
    given = options()
    results = Results(given.out)
    if not given.table:
        results.store("machine", json_of([sys.executable, HERE / "machine.py"], given))
        measure_loop(given, results) if given.loop else measure(given, results)
    print(results.table())


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", help="rows (or strategies, with --scale) whose name holds one of these")
    parser.add_argument("--sizes", nargs="*", type=int, help="numbers of items")
    parser.add_argument("--libraries", nargs="*", help="only these libraries")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peers", type=Path, default=Path(os.environ.get("PEERS", "peers")))
    parser.add_argument("--scale", action="store_true", help="every strategy at a million items")
    parser.add_argument("--loop", action="store_true", help="the whole loop beside scikit-learn")
    parser.add_argument("--table", action="store_true", help="measure nothing, print the table")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--enough", type=float, default=6.0, help="seconds after which a case is not repeated")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for a case")
    parser.add_argument("--max-gb", type=float, default=12.0, help="address space for a case")
    parser.add_argument("--data", type=Path, default=Path("build/bench/strategies"))
    parser.add_argument("--out", type=Path, default=Path("build/bench/strategies/results.json"))
    return parser.parse_args()


class Results:
    """Figures by case, in a file that is whole after each."""

    def __init__(self, path):
        self.path = path
        self.values = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def store(self, key, value):
        self.values[key] = value
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.values, indent=1), encoding="utf-8")
        part.replace(self.path)

    def table(self):
        from tables import beside_peers, scale_table

        return "\n\n".join(
            [machine_line(self.values.get("machine", {})), beside_peers(self.values), scale_table(self.values)]
        )


def machine_line(figures):
    told = ", ".join(f"{name} {value:.0f}" for name, value in figures.items() if isinstance(value, float))
    return f"Machine in this run: {told}." if told else ""


def measure(given, results):
    for row, library, n, b, python in wanted(given):
        key = f"{row} | {library} | {n} | {b} | {given.threads}"
        if key in results.values and not given.again:
            continue
        print(key, end=": ", flush=True)
        figures = run_case(row, library, n, b, python, given)
        results.store(key, {"row": row, "library": library, "n": n, "b": b, "threads": given.threads, **figures})
        print(figures.get("failed") or f"{figures['seconds']:.3f} s, {figures['memory'] / 1e6:.0f} MB", flush=True)


def wanted(given):
    if given.scale:
        from scale import names

        for name in names():
            if chosen(name, given.only):
                for n in given.sizes or [1_000_000]:
                    yield "scale", name, n, 100, Path(sys.executable)
        return
    from cases import CASES

    for (row, library), case in CASES.items():
        python = Path(sys.executable) if case["env"] is None else given.peers / case["env"] / "bin" / "python"
        if chosen(row, given.only) and python.exists() and (not given.libraries or library in given.libraries):
            for n in case["sizes"]:
                if not given.sizes or n in given.sizes:
                    yield row, library, n, min(case["b"], n // 10), python


def chosen(name, parts):
    return not parts or any(part in name for part in parts)


def run_case(row, library, n, b, python, given):
    command = [
        *(python, HERE / "one_case.py", "--row", row, "--library", library, "--n", n, "--b", b),
        *("--data", given.data, "--repetitions", 0 if row == "scale" else given.repetitions),
        *("--enough", given.enough, "--max-gb", given.max_gb),
    ]
    try:
        return json_of(command, given)
    except subprocess.TimeoutExpired:
        return {"failed": f"no result in {given.limit:.0f} s"}


def json_of(command, given):
    environment = os.environ | dict.fromkeys(BLAS, str(given.threads))
    environment |= {"PYTHONWARNINGS": "ignore", "BENCH_THREADS": str(given.threads)}
    done = subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, timeout=given.limit, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if lines:
        return json.loads(lines[-1])
    return {"failed": (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:300]}


def measure_loop(given, results):
    results.store("loop", json_of([sys.executable, HERE / "loop.py"], given))


if __name__ == "__main__":
    main()
