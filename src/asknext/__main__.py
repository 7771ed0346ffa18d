"""``python -m asknext`` is the same as ``asknext``."""

import sys

from asknext.cli import main

if __name__ == "__main__":
    sys.exit(main())
