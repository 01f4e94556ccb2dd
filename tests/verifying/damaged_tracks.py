"""Finished WAV tracks and damage done to them, so that a test knows what must be found."""

import random
import shutil
import wave
from array import array

import rhapsode
from rhapsode.executors import InlineExecutor
from rhapsode.mixing import Master
from rhapsode.proving import verify
from rhapsode.store import Store

TEXT = (
    "# The harbour\n\n"
    "The boats come in after dark, and nobody speaks until the last of them has touched the stone. "
    "Their lamps draw a slow line across the water. "
    "Herring lies in wet baskets on the quay, waiting for the morning train to the capital. "
    "The old keeper wrote everything down in a ledger that his daughter still keeps under her bed. "
    "A harbour is a promise kept.\n"
)
"""Six utterances, the heading first."""


def damaged(track, target, damage):
    """A copy of `track` at `target` whose samples `damage` has changed; it gets an array and returns one."""
    shutil.copy(track.path, target)
    with wave.open(str(track.path)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
    changed = damage(samples)
    data = target.read_bytes()
    before = samples.tobytes()
    place = data.index(before)
    kept = changed.tobytes()[: len(before)].ljust(len(before), b"\0")  # the header's lengths stay true
    target.write_bytes(data[:place] + kept + data[place + len(before) :])
    return track._replace(path=target)


def silenced(start, end):
    return lambda samples: samples[:start] + array("h", bytes(2 * (end - start))) + samples[end:]


def noisy(start, end, level=3_000):
    rng = random.Random(1)
    return lambda samples: (
        samples[:start] + array("h", [round(rng.gauss(0, level)) for _ in range(end - start)]) + samples[end:]
    )


def cut_out(start, end):
    return lambda samples: samples[:start] + samples[end:]


def doubled(start, end):
    return lambda samples: samples[:end] + samples[start:]


def swapped(one, other):
    """The sounds of two utterances change places, each at the other's start."""

    def damage(samples):
        first, second = samples[one[0] : one[1]], samples[other[0] : other[1]]
        length = min(len(first), len(second))
        changed = array("h", samples)
        for (start, end), sound in ((one, second), (other, first)):
            changed[start:end] = array("h", bytes(2 * (end - start)))
            changed[start : start + length] = sound[:length]
        return changed

    return damage


def rendered(folder, engine, form="wav"):
    target = folder / f"{engine}.{form}"
    master = Master(format=form, generate_cover=False)
    return rhapsode.narrate(TEXT, target, engine=engine, master=master, store=Store(folder / "store"), jobs=1)


def verified(track, **options):
    return verify(track, InlineExecutor(), **options)


def kinds(found):
    return {(fault.number, fault.kind) for fault in found.faults}


def words_of(track, number):
    return {word.text: (word.start_frame, word.end_frame) for word in track.utterances[number].words}
