"""Whatever becomes of what is kept, a render makes the bytes of the first one, says so once, and fails in nothing."""

import hashlib
import os
import random
import subprocess
import sys
import wave
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest

from rhapsode import store as store_module
from rhapsode.mixing import Master
from rhapsode.pipeline import Request, outline, render
from rhapsode.store import TRAILER_BYTES

CHANCE = random.Random(152)
TEXT = """<html lang="en">
<h1>The stall</h1><p>It cost five dollars then, and was open until late. Nobody came.</p>
<p lang="de">Das Haus ist heute leer.</p>
<h2>The song</h2><p>A song went round! The whole street knew it by heart.</p>
"""
MADE_OF = {"clip": {"clip", "voices"}, "sound": {"clip", "voices", "sound"}, "medley": {"clip", "voices", "medley"}}
"""What is left in the store where values of a kind are damaged, so that they are read: nothing that is made of them."""
KINDS = ("clip", "voices", "sound", "survey", "voice level", "trial", "packets", "true peak", "cover")


def flipped(data, _):
    at = CHANCE.randrange(8 * len(data))
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


WAYS = {
    "cut to half": lambda data, _: data[: len(data) // 2],
    "without its last byte": lambda data, _: data[:-1],
    "zeroed": lambda data, _: bytes(len(data)),
    "one bit flipped": flipped,
    "empty": lambda data, _: b"",
    "another value": lambda data, other: other,
    "with the trailer of another": lambda data, other: data[:-TRAILER_BYTES] + other[-TRAILER_BYTES:],
    "longer": lambda data, _: data + b"\0",
    "gone": None,
}


@pytest.fixture
def kinds(monkeypatch):
    """Keys by kind, as they are asked for."""
    found, canonical = defaultdict(set), store_module._canonical

    def spied(parts):
        text = canonical(parts)
        found[parts["kind"]].add(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        return text

    monkeypatch.setattr(store_module, "_canonical", spied)
    return found


@pytest.fixture
def made(tmp_path, store, kinds):
    """Renders the text and gives its bytes and its warnings."""
    source, cue = tmp_path / "stall.html", tmp_path / "cue.wav"
    source.write_text(TEXT)
    with wave.open(str(cue), "wb") as sound:
        sound.setparams((1, 2, 22_050, 0, "NONE", ""))
        sound.writeframes(bytes(CHANCE.randrange(256) for _ in range(8_000)))
    master = Master(section_cue=cue, loudness="-9")

    request = Request(str(source), engine="espeak", voice="English (Great Britain)")

    def again(suffix="mp3"):
        target = tmp_path / f"stall.{suffix}"
        track = render(request, target, master=master, store=store, jobs=1)
        return target.read_bytes(), track.warnings

    outline(request, store)  # which asks for the voices in this process
    return again


def damage(store, key, other, way):
    file = store.path(key)
    if WAYS[way] is None:
        file.unlink()
    else:
        file.write_bytes(WAYS[way](file.read_bytes(), other))


def present(store, kinds, kind):
    keys = sorted(key for key in kinds[kind] if key in store)
    assert keys, f"there is no {kind} in the store"
    return keys


def another(store, kinds, kind):
    """What the file of a value of another kind holds."""
    others = [key for one in sorted(kinds) if one != kind for key in sorted(kinds[one]) if key in store]
    return store.path(CHANCE.choice(others)).read_bytes()


def forget_what_is_made_of(store, kinds, kind):
    for one in kinds.keys() - MADE_OF.get(kind, kinds.keys()):
        for key in kinds[one]:
            store.path(key).unlink(missing_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damage_of_any_kind_and_way_is_healed_to_the_same_bytes(made, store, kinds, kind):
    clean, warned = made()
    for way in WAYS:
        keys, other = present(store, kinds, kind), another(store, kinds, kind)
        forget_what_is_made_of(store, kinds, kind)
        hit = CHANCE.sample(keys, len(keys) // 2 + 1)
        for key in hit:
            damage(store, key, other, way)
        sound, said = made()
        assert sound == clean, way
        told = [line for line in said if line not in warned]
        assert len(told) == (way != "gone"), (way, said)
        assert all(any(key[:12] in line for key in hit) for line in told)
        assert made() == (clean, warned), f"{way}: all is well again"


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac", "wav"])
def test_damage_of_all_kinds_at_once_is_one_warning(made, store, kinds, suffix):
    clean, warned = made(suffix)
    ways = [way for way in WAYS if way != "gone"]
    for kind in KINDS:
        if kind != "packets" or suffix != "wav":
            for key in present(store, kinds, kind):
                damage(store, key, another(store, kinds, kind), CHANCE.choice(ways))
    sound, said = made(suffix)
    assert sound == clean
    assert len(said) == len(warned) + 1, said
    assert "values of the store were damaged or lost" in said[-1]
    assert made(suffix) == (clean, warned)


def test_a_value_whole_but_of_no_use_is_made_anew(made, store, kinds):
    clean, warned = made()
    for kind in ("survey", "packets", "true peak", "cover", "voices"):
        key = present(store, kinds, kind)[0]
        store.put(key, b"something else, and well kept")
        sound, said = made()
        assert sound == clean, kind
        assert [line for line in said if line not in warned], kind


@pytest.mark.slow
def test_renders_at_once_heal_one_store(made, store, kinds, tmp_path):
    clean, _ = made()
    for kind in KINDS:
        for key in present(store, kinds, kind):
            damage(store, key, b"", "one bit flipped" if CHANCE.random() < 0.5 else "cut to half")
    command = [sys.executable, "-m", "rhapsode", "render", str(tmp_path / "stall.html"), "--engine", "espeak", "-q"]
    options = ["--voice", "English (Great Britain)", "--section-cue", str(tmp_path / "cue.wav"), "--loudness", "-9"]

    def rendered(number):
        target = tmp_path / f"{number}.mp3"
        done = subprocess.run(
            [*command, *options, "-o", str(target)], env=environment, capture_output=True, check=False
        )
        return done.returncode, done.stderr, target.read_bytes()

    environment = {**os.environ, "RHAPSODE_STORE": str(store.folder)}
    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(rendered, range(8)))
    assert [code for code, _, _ in ended] == [0] * 8, ended
    assert not any(b"fault of the program" in said for _, said, _ in ended)
    assert all(sound == clean for _, _, sound in ended)


def test_an_outline_of_damaged_clips_is_made(made, store, kinds, tmp_path):
    made()
    request = Request(str(tmp_path / "stall.html"), engine="espeak", voice="English (Great Britain)")
    before = outline(request, store)
    for key in present(store, kinds, "clip"):
        damage(store, key, b"", "cut to half")
    after = outline(request, store)
    assert [round(seconds) for seconds in after.seconds] == [round(seconds) for seconds in before.seconds]
    assert any("of the store" in line for line in after.plan.warnings)


def test_a_sentence_of_several_voices_is_put_together_again(tmp_path, store, kinds):
    (tmp_path / "said.txt").write_text("She said привет to them all. Nobody came.\n")
    request = Request(str(tmp_path / "said.txt"), engine="speaking_samples:Letters")

    def again():
        track = render(request, tmp_path / "said.mp3", store=store, jobs=1)
        return (tmp_path / "said.mp3").read_bytes(), track.warnings

    clean, warned = again()
    medleys = set(present(store, kinds, "medley"))
    clips = {
        key
        for key, whole in ((path_key(path), path) for path, _ in store.entries())
        if whole.read_bytes()[:4] == b"RHC1"
    }
    parts = clips - medleys
    assert parts
    for hit in (medleys, parts, clips):
        for way in WAYS:
            other = another(store, kinds, "medley")
            forget_what_is_made_of(store, kinds, "medley")
            for key in hit:
                damage(store, key, other, way)
            for key in medleys - hit:  # or nobody would look at its parts
                store.path(key).unlink()
            sound, said = again()
            assert sound == clean, (way, len(hit))
            assert len([line for line in said if line not in warned]) == (way != "gone"), (way, said)
    assert again() == (clean, warned)


def path_key(path):
    return path.parent.name + path.name
