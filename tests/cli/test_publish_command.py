"""From an article to a folder for listening, by the command line alone."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from lxml import etree, html

from made_pictures import picture

ARTICLE = "# The pier\n\nThe pier is long. It ends in a *lamp*.\n\n## At the end\n\n- One bench.\n- One bell.\n"


def rhapsode(*args):
    return subprocess.run(
        [sys.executable, "-m", "rhapsode", *map(str, args)], capture_output=True, env=os.environ, check=False
    )


@pytest.fixture
def track(tmp_path):
    source = tmp_path / "pier.md"
    source.write_text(ARTICLE)
    made = rhapsode("render", source, "--engine", "tone", "-o", tmp_path / "pier.mp3")
    if b"encoder" in made.stderr:
        pytest.skip("there is no encoder on this machine")
    assert made.returncode == 0, made.stderr.decode()
    return tmp_path / "pier.mp3"


def test_everything_from_a_rendered_track(track, tmp_path):
    done = rhapsode("publish", track, "--to", tmp_path / "out", "--view", "all", "--json")
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    names = {Path(name).name for name in said["files"]}
    assert {"pier.mp3", "pier.vtt", "pier.html", "pier.epub", "index.html", "feed.xml"} <= names
    assert all((tmp_path / "out" / name).is_file() for name in names)
    utterances = json.loads((tmp_path / "out" / "pier.json").read_text())["utterances"]
    words = [word["text"] for utterance in utterances for word in utterance["words"]]
    assert words == "The pier The pier is long. It ends in a lamp. At the end One bench. One bell.".split()


def test_without_options_what_one_listens_and_reads_with_is_made_and_how_to_show_it_said(track, tmp_path):
    shelf = tmp_path / "the shelf"
    done = rhapsode("publish", track, "--to", shelf)
    assert done.returncode == 0, done.stderr.decode()
    ends = {path.name.removeprefix("pier") for path in shelf.glob("pier*")}
    assert ends == {".mp3", ".html", ".epub", ".vtt", ".chapters.json", ".png"}
    first, *rest, last = done.stdout.decode().splitlines()
    assert first.startswith(f"{shelf}: 1 track, {sum(1 for _ in shelf.iterdir())} files, ")
    assert [line.split()[0] for line in rest] == ["index.html", "feed.xml"]
    assert last == f"Next: rhapsode serve '{shelf}'"


def test_what_a_record_alone_allows_is_made_of_it_without_options(track, tmp_path):
    track.unlink()
    done = rhapsode("publish", track.with_suffix(".json"), "--to", tmp_path / "out")
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out" / "pier.html").is_file()
    assert not (tmp_path / "out" / "pier.epub").exists()


@pytest.mark.parametrize("command", ["render", "publish"])
def test_the_article_s_pictures_stand_in_the_page_unless_they_are_not_wanted(tmp_path, command):
    (tmp_path / "lamp.png").write_bytes(picture("png", "320x200"))
    (tmp_path / "pier.md").write_text(f"{ARTICLE}\n![The lamp](lamp.png)\n\n![The bell](bell.png)\n")
    making = ["render", tmp_path / "pier.md", "--engine", "tone", "-o", tmp_path / "pier.mp3"]
    if command == "publish":
        assert rhapsode(*making).returncode == 0
        making = ["publish", tmp_path / "pier.mp3", "--to", tmp_path, "--view"]
    for options, shown in (((), 1), (("--no-pictures",), 0)):
        done = rhapsode(*making, "page" if command == "publish" else "--page", *options)
        assert done.returncode == 0, done.stderr.decode()
        assert (b"a picture is left out of the page" in done.stderr and b"bell.png" in done.stderr) == bool(shown)
        assert len(html.parse(tmp_path / "pier.html").findall(".//article//img")) == shown


def test_one_view_and_a_base_url(track, tmp_path):
    done = rhapsode("publish", track, "--to", tmp_path / "out", "--view", "feed", "--base-url", "https://a.example/b")
    assert done.returncode == 0, done.stderr.decode()
    feed = etree.parse(tmp_path / "out" / "feed.xml")
    assert feed.find(".//enclosure").get("url") == "https://a.example/b/pier.mp3"
    assert int(feed.find(".//enclosure").get("length")) == track.stat().st_size
    assert not (tmp_path / "out" / "pier.epub").exists()


def test_a_folder_stands_for_its_tracks(track, tmp_path):
    (track.parent / "other.mp3").write_bytes(b"ID3 but no track")
    done = rhapsode("publish", track.parent, "--to", tmp_path / "out", "--view", "vtt")
    assert done.returncode == 0, done.stderr.decode()
    assert [Path(line).name for line in done.stdout.decode().splitlines()] == ["pier.vtt"]
    assert done.stderr.count(b"other.mp3 is not a track") == 1


def test_a_folder_without_tracks_is_one_line(tmp_path):
    done = rhapsode("publish", tmp_path, "--to", tmp_path / "out")
    assert done.returncode == 3
    assert b"there is no track in" in done.stderr


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        (lambda path: None, 3, b"no track at"),
        (lambda path: path.write_bytes(b"ID3 but no track"), 3, b"not a track of this program"),
    ],
    ids=["missing", "foreign"],
)
def test_what_is_no_track_is_one_line(tmp_path, make, code, message):
    make(tmp_path / "x.mp3")
    done = rhapsode("publish", tmp_path / "x.mp3", "--to", tmp_path / "out")
    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert done.stdout == b""


def test_serving_what_is_not_there_is_one_line(tmp_path):
    done = rhapsode("serve", tmp_path / "none")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"rhapsode publish" in done.stderr


def test_an_empty_folder_is_one_line(tmp_path):
    (tmp_path / "shelf").mkdir()
    done = rhapsode("serve", tmp_path / "shelf")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"there is nothing in" in done.stderr


@pytest.fixture
def shelf(tmp_path):
    pytest.importorskip("uvicorn", reason="the serve extra is not installed")
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "index.html").write_text("<title>x</title>")
    return folder


def test_a_port_in_use_is_one_line(shelf):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = rhapsode("serve", shelf, "--port", taken.getsockname()[1])
    assert done.returncode == 1
    assert b"choose another with --port" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--lan", "--host", "192.0.2.200"), 1, b"192.0.2.200 is no address of this machine"),  # RFC 5737: nobody's
        (("--lan", "--host", "router"), 2, b"router is no address of this machine in a network"),
        (("--host", "192.168.1.20"), 2, b"--host is where --lan lets others in"),
    ],
)
def test_an_address_that_cannot_be_taken_is_one_line(shelf, options, code, said):
    done = rhapsode("serve", shelf, *options)
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1)
    assert said in done.stderr


def test_a_folder_is_served_and_ended_with_one_line(shelf):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "rhapsode", "serve", str(shelf), "--port", str(port)]
    with subprocess.Popen(call, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        first = server.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert page.read() == b"<title>x</title>"
        server.send_signal(signal.SIGINT)
        said, rest = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/".encode() in first
    assert (said, rest, server.returncode) == (b"", b"", 0)


def test_the_user_s_own_page_is_not_replaced(track, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("mine")
    done = rhapsode("publish", track, "--to", site)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"index.html was not made by rhapsode" in done.stderr
    assert [path.name for path in site.iterdir()] == ["index.html"]


def test_a_category_that_apple_does_not_have_is_one_line(track, tmp_path):
    done = rhapsode("publish", track, "--to", tmp_path / "out", "--category", "Cooking")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"True Crime" in done.stderr


def test_a_feed_without_a_base_url_says_whom_it_is_for(track, tmp_path):
    without = rhapsode("publish", track, "--to", tmp_path / "here", "--view", "feed")
    there = ("publish", track, "--to", tmp_path / "there", "--view", "feed")
    given = rhapsode(*there, "--base-url", "https://a.example/")
    again = rhapsode(*there)
    assert b"--base-url" in without.stderr
    assert given.stderr == again.stderr == b""
