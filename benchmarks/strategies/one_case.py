"""Runs one case in a process of its own and prints its figures as one line of JSON."""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--row")
    options.add_argument("--library", dest="name", help="a library, or for the row scale a strategy")
    options.add_argument("--n", type=int)
    options.add_argument("--b", type=int)
    options.add_argument("--data", type=Path)
    options.add_argument("--repetitions", type=int)
    options.add_argument("--enough", type=float, help="seconds after which no further repetition is begun")
    options.add_argument("--max-gb", type=float)
    given = options.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (int(given.max_gb * 2**30),) * 2)
    print(json.dumps(run(given)), flush=True)


def run(given):
    try:
        call = prepared(given)
        return measured(call, given.repetitions, given.enough)
    except MemoryError as error:
        return {"failed": f"out of memory: {error}"[:200]}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def prepared(given):
    sys.path.insert(0, os.path.dirname(__file__))
    from problem import Problem

    problem = Problem(given.n, given.b, given.data)
    if given.row == "scale":
        from scale import prepared_strategy

        return prepared_strategy(given.name, problem)
    from cases import CASES

    return CASES[given.row, given.name]["build"](problem)


def measured(call, repetitions, enough):
    before = memory("VmRSS")
    reset_peak()
    picked, *first = timed(call)
    peak, began, times = memory("VmHWM"), time.perf_counter(), []
    while len(times) < repetitions and time.perf_counter() - began < enough:
        times.append(timed(call)[1:])  # without the first, which imports and fills caches
    wall, cpu = zip(*(times or [first]), strict=True)
    return {
        "seconds": statistics.median(wall),
        "cpu": statistics.median(cpu),
        "best": min(wall),
        "best_cpu": min(cpu),
        "repetitions": len(times),
        "memory": max(0, peak - before),
        "picked": len(picked) if hasattr(picked, "__len__") else None,
    }


def timed(call):
    clock, spent = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - clock, time.process_time() - spent


def memory(field):
    """Bytes; what lies in mapped files is not counted where Linux tells it apart."""
    with open("/proc/self/status", encoding="ascii") as status:
        values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in status if line.endswith("kB\n")}
    return values[field] - values["RssFile"]


def reset_peak():
    with open("/proc/self/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")


if __name__ == "__main__":
    main()
