"""Where the store is that nobody names."""

from __future__ import annotations

import os

from rhapsode.store import Store, default_folder


def default_store() -> Store:
    """The store at `RHAPSODE_STORE`, a folder or an address (`s3://bucket/store`), else in the user's cache folder.

    Raises UsageError where its folder lies in one that everybody can write to, and is not this user's alone.
    """
    named = os.environ.get("RHAPSODE_STORE", "")
    if "://" not in named:
        return Store(default_folder())
    from rhapsode.remote_store import remote_store  # only where it is asked for

    return remote_store(named)
