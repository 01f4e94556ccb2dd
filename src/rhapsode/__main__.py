"""`rhapsode`, and `python -m rhapsode`."""

from __future__ import annotations

import gc
from typing import NoReturn

RARELY = (100_000, 50, 50)
"""Python's collector of cycles looks through everything that a book is made of, and finds none: thresholds."""


def main() -> NoReturn:
    """Run the program."""
    gc.set_threshold(*RARELY)
    from rhapsode.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
