"""Both JSON contracts, field by field: name, type and what it means."""

import json
import os
import subprocess
import sys

import pytest

from rhapsode import narrate
from rhapsode.cli.contract import RendersJson, track_json
from rhapsode.errors import SourceMissing

TEXT = """---
title: A Small Title
author: Ann Author
lang: en
---
# A Small Title

This is the lead, and it has *two* sentences. Here is the second, with a note.[^1]

## A First Heading

Some words stand here, with `code` and 12 numbers.

```py
x = 1
```

[^1]: The note.
"""
SECTIONS = {
    "schema": int, "source": str, "title": str, "authors": list, "language": str, "words": dict,
    "seconds_estimate": float, "seconds_to_speak": float, "sections": list, "skipped": list, "warnings": list,
}  # fmt: skip
PLANNED = {"id": str, "level": int, "title": str, "words": int, "seconds_estimate": float, "stored": bool}
SKIPPED = {"kind": str, "text": str, "reason": str, "line": int}
TRACK = {
    "source": str, "path": str, "title": str, "seconds": float, "format": str, "bytes": int, "loudness_lufs": float,
    "true_peak_dbtp": float, "sections": list, "utterances": list, "voices": list, "words": dict, "skipped": list,
    "stored": dict, "sha256": str, "files": list, "warnings": list,
}  # fmt: skip
HEARD = {"id": str, "level": int, "title": str, "start": float, "end": float}
UTTERANCE = {"section": str, "text": str, "spoken": str, "start": float, "end": float, "words": list}
WORD = {"text": str, "start": float, "end": float}


def run(folder, *args):
    done = subprocess.run(
        [sys.executable, "-m", "rhapsode", *args], capture_output=True, check=True, cwd=folder, env=dict(os.environ)
    )
    return json.loads(done.stdout)


def has(value, fields):
    """Exactly these fields, each of its type; a whole number will do for a number of seconds."""
    assert list(value) == list(fields)
    for name, kind in fields.items():
        assert isinstance(value[name], (int, float) if kind is float else kind), (name, value[name])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text(TEXT)
    return tmp_path


def test_sections(folder):
    plan = run(folder, "sections", "a.md", "--json", "--engine", "tone")
    has(plan, SECTIONS)
    has(plan["words"], {"source": int, "spoken": int, "skipped": int})
    assert plan["words"]["source"] == plan["words"]["spoken"] + plan["words"]["skipped"]
    for section in plan["sections"]:
        has(section, PLANNED)
    for skip in plan["skipped"]:
        has(skip, SKIPPED)
    assert (plan["schema"], plan["title"], plan["authors"], plan["language"]) == (
        1,
        "A Small Title",
        ["Ann Author"],
        "en",
    )
    assert {skip["kind"] for skip in plan["skipped"]} >= {"code", "footnote"}
    assert not any(section["stored"] for section in plan["sections"])


def test_sections_of_a_list(folder):
    (folder / "b.md").write_text("# Another\n\nIts text.\n")
    (folder / "my.list").write_text("a.md\nb.md\n")
    said = run(folder, "sections", "my.list", "--json", "--engine", "tone")
    assert [(plan["source"], plan["title"]) for plan in said["outlines"]] == [
        ("a.md", "A Small Title"), ("b.md", "Another"),
    ]  # fmt: skip
    for plan in said["outlines"]:
        has(plan, SECTIONS)


def test_render(folder):
    said = run(folder, "render", "a.md", "-o", "out.mp3", "--json", "--engine", "tone")
    has(said, {"schema": int, "tracks": list, "failed": list})
    (track,) = said["tracks"]
    has(track, TRACK)
    has(track["stored"], {"hits": int, "misses": int})
    for fields, values in ((HEARD, track["sections"]), (UTTERANCE, track["utterances"]), (SKIPPED, track["skipped"])):
        for value in values:
            has(value, fields)
    assert track["bytes"] == (folder / "out.mp3").stat().st_size
    assert track["sections"][0]["start"] == 0
    assert track["sections"][-1]["end"] == track["seconds"]
    ids = {section["id"] for section in track["sections"]}
    for utterance in track["utterances"]:
        assert utterance["section"] in ids
        assert 0 <= utterance["start"] < utterance["end"] <= track["seconds"]
        for word in utterance["words"]:
            has(word, WORD)
            assert word["text"] in utterance["text"]
            assert utterance["start"] <= word["start"] <= word["end"] <= utterance["end"]


def test_outline_and_track_have_the_same_sections_and_what_was_rendered_is_stored(folder):
    track = run(folder, "render", "a.md", "-o", "out.mp3", "--json", "--engine", "tone", "--depth", "1")["tracks"][0]
    plan = run(folder, "sections", "a.md", "--json", "--engine", "tone", "--depth", "1")
    fields = ("id", "level", "title")
    assert [[s[f] for f in fields] for s in plan["sections"]] == [[s[f] for f in fields] for s in track["sections"]]
    assert len(plan["sections"]) == 1
    assert all(section["stored"] for section in plan["sections"])
    assert plan["words"] == track["words"]
    assert plan["skipped"] == track["skipped"]


def test_voices(folder):
    listing = run(folder, "voices", "--engine", "tone", "--json")
    has(listing, {"schema": int, "engine": str, "voices": list})
    for voice in listing["voices"]:
        has(voice, {"engine": str, "id": str, "name": str, "languages": list, "gender": str, "licence": str})


def test_store(folder):
    run(folder, "render", "a.md", "-o", "out.mp3", "--json", "--engine", "tone")
    told = run(folder, "store", "info", "--json")
    has(told, {"schema": int, "folder": str, "values": int, "bytes": int})
    assert told["values"] > 0


def test_the_parts_of_a_report_are_what_json_makes_of_the_whole(tmp_path):
    texts = [f"# Title {number}\n\nSome words “stand” here.\n" for number in range(3)]
    tracks = [narrate(text.encode(), tmp_path / f"{number}.wav", engine="tone") for number, text in enumerate(texts)]
    for made in ([], tracks[:1], tracks):
        for failed in ([], [("gone.md", SourceMissing("there is no file gone.md", "check the path"))]):
            report = RendersJson()
            for track in made:
                report.add(track, "a.md")
            whole = {
                "schema": 1,
                "tracks": [track_json(track, "a.md") for track in made],
                "failed": [{"source": source, "error": str(error)} for source, error in failed],
            }
            assert "\n".join(report.parts(failed)) == json.dumps(whole, ensure_ascii=False, indent=1)
