"""Run the labelling driver against asknext: ``python benchmarks/labelling/run.py DRIVER_FOLDER [driver's options]``.

The driver is a folder with ``run.py``, ``common.py`` and ``adapters/``; see README.md beside this file.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Make the adapter known to the driver, and let the driver run."""
    if len(sys.argv) < 2 or not (Path(sys.argv[1]) / "run.py").is_file():
        raise SystemExit("Usage: run.py DRIVER_FOLDER --venv VENV --out FILE [...]; DRIVER_FOLDER holds run.py")
    driver = Path(sys.argv[1]).resolve()
    sys.path[:0] = [str(driver), str(HERE)]
    sys.modules["adapters.asknext"] = importlib.import_module("asknext_adapter")
    sys.argv = [str(driver / "run.py"), "asknext", *sys.argv[2:]]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
