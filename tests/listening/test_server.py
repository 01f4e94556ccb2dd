import asyncio
import builtins

import pytest

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.listening.server import application, bound

pytest.importorskip("starlette", reason="the serve extra is not installed")
pytest.importorskip("httpx", reason="the test client needs httpx")


class Client:
    """Calls the application without a socket."""

    def __init__(self, app):
        self.app = app

    def get(self, path, headers=None):
        import httpx

        async def ask():
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                return await client.get(path, headers=headers)

        return asyncio.run(ask())


@pytest.fixture
def client(tmp_path):
    (tmp_path / "sound.m4b").write_bytes(bytes(range(200)))
    (tmp_path / "index.html").write_text("<title>x</title>")
    (tmp_path / "track.vtt").write_text("WEBVTT")
    (tmp_path / "manifest.webmanifest").write_text("{}")
    (tmp_path.parent / "secret.txt").write_text("secret")
    return Client(application(tmp_path))


def test_a_range_of_bytes(client):
    answer = client.get("/sound.m4b", headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, bytes(range(10, 20)))
    assert answer.headers["content-range"] == "bytes 10-19/200"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("sound.m4b", "audio/mp4"),
        ("track.vtt", "text/vtt"),
        ("", "text/html"),
        ("manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_files_say_what_they_are(client, path, kind):
    answer = client.get(f"/{path}")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2fetc/passwd"])
def test_nothing_outside_the_folder(client, path):
    assert client.get(path).status_code == 404


def test_a_foreign_name_for_this_machine_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_missing_folder_is_an_error_with_its_cure(tmp_path):
    with pytest.raises(UsageError, match="rhapsode publish"):
        application(tmp_path / "none")


def test_an_empty_folder_is_an_error_with_its_cure(tmp_path):
    with pytest.raises(UsageError, match=r"there is nothing in .*rhapsode publish"):
        application(tmp_path)


def test_a_port_that_is_taken_is_an_error_with_its_cure():
    with bound(0) as taken, pytest.raises(RhapsodeError, match="--port"):
        bound(taken.getsockname()[1])


def test_only_this_machine_is_answered():
    with bound(0) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"


def test_a_missing_library_is_an_error_that_names_what_to_install(client, tmp_path, monkeypatch):
    found = builtins.__import__

    def without(name, *rest, **named):
        if name.startswith("starlette"):
            raise ImportError(name)
        return found(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RhapsodeError, match=r"pip install 'rhapsode\[serve\]'"):
        application(tmp_path)
