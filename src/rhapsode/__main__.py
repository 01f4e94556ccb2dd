"""`rhapsode`, and `python -m rhapsode`."""

from rhapsode.cli import main

if __name__ == "__main__":
    main()
