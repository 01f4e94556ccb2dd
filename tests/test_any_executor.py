"""A track is the same bytes whoever does the work: our processes, others, threads, a cluster's workers."""

import multiprocessing
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dask_cluster import dask_cluster
from rhapsode import pipeline
from rhapsode.pipeline import Request
from rhapsode.store import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pip brings espeak-ng on Linux only")


@contextmanager
def dask_workers():
    distributed = pytest.importorskip("distributed", reason="the test extra installs it")
    with (
        TemporaryDirectory() as folder,
        dask_cluster(Path(folder)) as cluster,
        distributed.Client(cluster.address, set_as_default=False) as client,
    ):
        yield client.get_executor()


EXECUTORS = {
    "threads": lambda: ThreadPoolExecutor(2),
    "forked": lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")),
    "spawned": lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")),
    "dask": dask_workers,
}


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    """Two thousand words, so that there are several chunks of speech."""
    text = (Path(__file__).parents[1] / "content" / "why-we-read-aloud.md").read_text()
    path = tmp_path_factory.mktemp("article") / "article.md"
    path.write_text("\n\n".join(text.replace("Why We Read Aloud", f"Part {number}") for number in range(10)))
    return path


@pytest.fixture(scope="module")
def ours(article, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours")
    return rendered(article, folder, jobs=2)


def rendered(article, folder, **options):
    request = Request(str(article), engine="espeak")
    return pipeline.render(request, folder / "article.mp3", store=Store(folder / "store"), **options).path.read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # distributed's own
@pytest.mark.parametrize("name", EXECUTORS)
def test_the_same_bytes(name, article, ours, tmp_path):
    before = threading.active_count()
    with EXECUTORS[name]() as executor:
        assert rendered(article, tmp_path, executor=executor) == ours
    assert threading.active_count() == before
