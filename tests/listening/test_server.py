import asyncio
import builtins
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack

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


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "[::1]", "0.0.0.0", "", "localhost@evil.example"]
)
def test_only_this_machines_own_names_are_hosts(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/..%5csecret.txt", "/%2e%2e%2fsecret.txt", "/.%2e/secret.txt", "/....//secret.txt", "/%00", "/sound.m4b%00.txt",
     "/%c0%ae%c0%ae/secret.txt", "/sound.m4b/../../secret.txt", "/a" + "/a" * 3000, "/" + "x" * 5000],
)  # fmt: skip
def test_odd_paths_are_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_a_link_out_of_the_folder_is_not_followed(client, tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path.parent / "secret.txt")
    assert client.get("/link.txt").status_code == 404


@pytest.mark.parametrize(
    "ranges", [",".join(["0-"] * 1000), ",".join(f"{n}-{n + 1}" for n in range(100)), "0-1," * 5000]
)
def test_many_ranges_cost_no_more_than_the_file(client, ranges):
    answer = client.get("/sound.m4b", headers={"Range": f"bytes={ranges}"})
    assert (answer.status_code, answer.content) == (200, bytes(range(200)))


@pytest.mark.parametrize(
    "ranges", ["bytes=900-", "bytes=9-3", "bytes=-0", "bytes=x-y", "lines=1-2", "bytes", "bytes=" + "9" * 900 + "-"]
)
def test_impossible_ranges_get_an_answer(client, ranges):
    answer = client.get("/sound.m4b", headers={"Range": ranges})
    assert answer.status_code in (200, 400, 416)


def test_every_answer_states_a_policy(client):
    for path in ("/", "/sound.m4b", "/track.vtt"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_half_open_requests_keep_nobody_from_being_answered(tmp_path):
    """Forty connections that never end their headers, then one that does; the program ends on Ctrl-C all the same."""
    (tmp_path / "index.html").write_text("<title>x</title>")
    with bound(0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rhapsode", "serve", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server, ExitStack() as opened:
        try:
            assert b"http://" in server.stderr.readline()
            for _ in range(40):
                half = opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
            whole = opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            whole.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert whole.recv(100).startswith(b"HTTP/1.1 200")
            server.send_signal(signal.SIGINT)
            server.wait(20)
        finally:
            server.kill()


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
