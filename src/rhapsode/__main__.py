"""`rhapsode`, and `python -m rhapsode`."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

RARELY = (100_000, 50, 50)
"""Python's collector of cycles looks through everything that a book is made of, and finds none: thresholds."""


def main() -> NoReturn:
    """Run the program; what can begin before its options are understood begins first."""
    gc.set_threshold(*RARELY)
    started = None
    if sys.argv[1:2] == ["render"]:
        from rhapsode import scribe

        started = scribe.start()
    from rhapsode.cli import main as command_line

    command_line(started)


if __name__ == "__main__":
    main()
