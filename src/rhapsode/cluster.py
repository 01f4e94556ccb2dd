"""A Dask cluster that is there already: its workers as an executor, each looked at before it is given work.

Calls and what they return are small and go by the scheduler; sound, and files, go by folders that all machines share,
or by an object store. What a worker that is lost had at hand, and nothing else, is done again by another.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from rhapsode import batch
from rhapsode.batch import BatchItem, BatchOutcome, BatchWatch, Make
from rhapsode.default_store import default_store
from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.files import is_remote
from rhapsode.installed import extra_cure
from rhapsode.machine_facts import differing, facts
from rhapsode.mixing import Master, MixedTrack
from rhapsode.plugins import EngineChoice
from rhapsode.remote_store import RemoteStore, sending
from rhapsode.request import Request
from rhapsode.store import Store
from rhapsode.store_upkeep import keep_small

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[\w.-]+|\[[\da-f:.%]+\]):\d{1,5}")
PATIENCE_S = 20.0
"""How long the scheduler may take to answer, and its first worker to be there."""


class Cluster(Executor):
    """The workers of a cluster as an executor; see `cluster`."""

    def __init__(self, client: Client, address: str, choice: EngineChoice) -> None:
        self._theirs, self._address, self._choice = client.get_executor(pure=False), address, choice
        self._facts = facts(choice)
        self.threads = max(1, sum(client.nthreads().values()))
        """How many calls the workers do at once, of those that were there at the start."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a worker call it. Raises RhapsodeError, now or by the future, where there is no scheduler any more."""
        ours: Future[T] = Future()
        try:
            theirs = self._theirs.submit(_checked, self._facts, self._choice, partial(fn, *args, **kwargs))
        except Exception as fault:
            raise self._gone() from fault
        theirs.add_done_callback(partial(self._hand_on, ours))
        ours.add_done_callback(lambda done: theirs.cancel() if done.cancelled() else None)
        return ours

    def _hand_on(self, ours: Future[T], theirs: Future[T]) -> None:
        if not ours.set_running_or_notify_cancel():
            return
        if theirs.cancelled():
            ours.set_exception(self._gone())
        elif fault := theirs.exception():
            ours.set_exception(fault)
        else:
            ours.set_result(theirs.result())

    def _gone(self) -> RhapsodeError:
        return RhapsodeError(f"the Dask scheduler at {self._address} has gone", "run it again: what was made is kept")


@contextmanager
def cluster(
    address: str, choice: EngineChoice, shared: Iterable[Path] = (), files: Iterable[Path] = ()
) -> Iterator[Cluster]:
    """The workers of the Dask scheduler at `address`, such as `tcp://host:8786`, as an executor.

    `choice` is what will speak; `shared` folders, and `files`, are what every worker must see as this machine does. All
    are asked first which versions they have; one that comes later is asked with its first work. Raises RhapsodeError
    where they are not what they must be, UsageError for what is no address, or without the extra `dask`.
    """
    try:
        from distributed import Client
    except ImportError as fault:
        raise UsageError("a cluster needs Dask's distributed", extra_cure("dask")) from fault
    if not ADDRESS.fullmatch(address):
        raise UsageError(f"{address!r} is no scheduler's address", "give one such as tcp://host:8786")
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is told by an error
    with ExitStack() as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that versions of its own parts differ, which need not match
        try:
            client = opened.enter_context(Client(address, timeout=PATIENCE_S, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as fault:
            cure = "check address and network, or start one with `dask scheduler`"
            raise RhapsodeError(f"no Dask scheduler answers at {address}", cure) from fault
        try:
            client.wait_for_workers(1, timeout=PATIENCE_S)
        except TimeoutError as fault:
            cure = f"start some with `dask worker {address} --nthreads 1`"
            raise RhapsodeError(f"the cluster at {address} has no worker", cure) from fault
        _check(client, choice, shared, files)
        yield Cluster(client, address, choice)


class Looked(NamedTuple):
    """What a worker tells of itself."""

    facts: Mapping[str, str]
    unseen: tuple[str, ...]
    """Those of the files that it was to look for, and did not find."""


def _look(choice: EngineChoice, files: tuple[str, ...]) -> Looked:
    """On a worker."""
    return Looked(facts(choice), tuple(file for file in files if not Path(file).exists()))


def _check(client: Client, choice: EngineChoice, shared: Iterable[Path], files: Iterable[Path] = ()) -> None:
    own = facts(choice)
    with ExitStack() as opened:
        marks = {str(opened.enter_context(_mark(folder))): f"the folder {folder}" for folder in dict.fromkeys(shared)}
        marks |= {str(file): f"the file {file}" for file in files}
        for worker, told in client.run(_look, choice, tuple(marks), on_error="return").items():
            if isinstance(told, RhapsodeError):
                raise RhapsodeError(f"the worker {worker} cannot do it ({told.what})", told.cure)
            if isinstance(told, BaseException):
                cure = f"install rhapsode {own.get('rhapsode', '')} there, for Python {own['python']}"
                raise RhapsodeError(f"the worker {worker} cannot load rhapsode ({told})", cure)
            if error := differing(own, told.facts, worker):
                raise error
            if told.unseen:
                cure = "have sources, tracks (-o) and RHAPSODE_STORE in folders that all machines share, or at s3://"
                raise RhapsodeError(f"the worker {worker} does not see {marks[told.unseen[0]]}", cure)


@contextmanager
def _mark(folder: Path) -> Iterator[Path]:
    """A file in `folder` that was not there before."""
    mark = folder / f".seen-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as fault:
        raise UsageError(f"{folder} cannot be written ({fault.strerror})", "name another folder") from fault
    try:
        yield mark
    finally:
        mark.unlink(missing_ok=True)


@cache
def _own_facts(choice: EngineChoice) -> Mapping[str, str]:
    return facts(choice)


def _checked(wanted: Mapping[str, str], choice: EngineChoice, call: Callable[[], T]) -> T:
    """On a worker: do it, where the worker is as it must be."""
    if wanted != _own_facts(choice):
        from distributed import get_worker

        raise differing(wanted, _own_facts(choice), get_worker().address) or AssertionError
    with sending():
        return call()


def render_all(
    address: str,
    items: Sequence[BatchItem],
    make: Make,
    *,
    store: Store | None = None,
    watch: BatchWatch | None = None,
    keeps_words: bool = False,
) -> Generator[BatchOutcome, None, None]:
    """As `batch.render_all`, by the workers of the cluster at `address`.

    Sources, targets and the store lie in folders that all machines share, or at addresses. Without `keeps_words` a
    track that was made whole by one worker comes without what grows with its text, which is in its file. Raises what
    `cluster` raises.
    """
    kept = store or default_store()
    placed = [item._replace(request=_placed(item.request), target=_absolute(item.target)) for item in items]
    shared = dict.fromkeys(item.target.parent for item in placed if not is_remote(item.target))
    if not isinstance(kept, RemoteStore):
        kept = Store(kept.folder.absolute())
        shared |= {kept.folder: None}
    first = Path(placed[0].request.source)
    files = [first] if first.is_file() and not is_remote(placed[0].request.source) else []
    made = partial(_made, make, keeps_words=keeps_words)
    with cluster(address, items[0].request.choice, shared, files) as executor:
        yield from batch.render_all(placed, made, executor.threads, store=kept, watch=watch, executor=executor)


def _made(
    make: Make, request: Request, target: Path, *, store: Store, executor: Executor, keeps_words: bool, **how: Any
) -> MixedTrack:
    """What `make` gives; of a document that one worker makes whole its speech stays on that worker's machine.

    Another would take longer to fetch it than to speak it.
    """
    whole = isinstance(executor, InlineExecutor)
    if not (whole and isinstance(store, RemoteStore)):
        track = make(request, target, store=store, executor=executor, **how)
    else:
        track = make(request, target, store=store.here(), executor=executor, **how)
        _keep_small(store.here())
    return _without_words(track) if whole and not keeps_words else track


_kept_small_s = 0.0


def _keep_small(store: Store) -> None:
    """On a worker, whose folder nobody else looks after: now and then."""
    global _kept_small_s  # noqa: PLW0603  # a machine has one folder
    if time.monotonic() - _kept_small_s > batch.TRIM_EVERY_S:
        keep_small(store)
        _kept_small_s = time.monotonic()


def _absolute(place: Path) -> Path:
    return place if is_remote(place) else place.absolute()


def _placed(request: Request) -> Request:
    """`request`, with every file in it named as it is found from any folder."""
    local = request.source != "-" and "://" not in request.source
    return request._replace(
        source=str(Path(request.source).absolute()) if local else request.source,
        style=request.style.absolute() if isinstance(request.style, Path) else request.style,
        lexicons=tuple(path.absolute() for path in request.lexicons),
    )


def findable(master: Master) -> Master:
    """`master`, with every file in it named as it is found from any folder."""
    files = ("cover", "intro", "outro", "section_cue")
    return replace(master, **{name: file.absolute() for name in files if (file := getattr(master, name))})


def _without_words(track: MixedTrack) -> MixedTrack:
    """`track` without what grows with the text."""
    document = track.document._replace(blocks=(), cover=None, lexicon=())
    return track._replace(document=document, utterances=(), peaks=()).described(timeline=b"")
