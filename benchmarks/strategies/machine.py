"""What the machine can do, in the same run: reading memory and multiplying matrices, the best of many short tries."""

import json
import time

import numpy as np


def best(call, tries=60):
    times = []
    for _ in range(tries):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


def figures():
    large, a = np.ones(1 << 26, dtype=np.float32), np.ones((1024, 1024), dtype=np.float32)
    rows, centres = np.ones((4096, 128), dtype=np.float32), np.ones((128, 1000), dtype=np.float32)
    return {
        "read GB/s": large.nbytes / best(large.max, 20) / 1e9,
        "sgemm 1024^3 GFLOP/s": 2 * 1024**3 / best(lambda: a @ a) / 1e9,
        "sgemm 4096 x 128 x 1000 GFLOP/s": 2 * 4096 * 128 * 1000 / best(lambda: rows @ centres) / 1e9,
    }


if __name__ == "__main__":
    print(json.dumps(figures()))
