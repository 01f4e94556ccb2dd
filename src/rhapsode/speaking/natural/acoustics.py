"""The acoustic model in its two halves: how long each letter takes, then spectra and pitch.

hibari's model is one graph that rounds durations by itself, to units of 25 ms in which half of all letters take one or
two: a speed asked for is met by no text. Cut where it rounds, the first half gives the durations as it means them, and
the second takes those that `timing` allots.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rhapsode.errors import EngineError
from rhapsode.installed import without_reports
from rhapsode.speaking.drivers.onnx_graph import Graph, new_node

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

FRAMES_A_UNIT = 2
"""Spectral frames that a duration of 1 stands for."""
IDS, PITCH, PLAIN_F0, F0 = "ids", "pitch", "f0_as_trained", "f0"


class Halves(NamedTuple):
    """A model in two."""

    timing: bytes
    """From `ids` to durations in units, then what the other half wants besides."""
    sound: bytes
    """From durations, what the other half gave besides, and a factor of F0 to heads and F0."""
    durations: str
    """What the second half calls the durations."""
    means: str
    """What the first half calls them."""
    passed: tuple[str, ...]
    """What is passed on besides."""
    heads: str
    """What the second half calls the spectral parts."""


class AcousticModel:
    """One voice, loaded; one thread, so that its results are the same everywhere and processes do not crowd."""

    def __init__(self, file: Path) -> None:
        without_reports()
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._halves = halves(file.read_bytes())
            self._timing, self._sound = (
                onnxruntime.InferenceSession(half, options, providers=["CPUExecutionProvider"])
                for half in (self._halves.timing, self._halves.sound)
            )
        except Exception as fault:  # onnxruntime's own errors have no common base
            raise EngineError(f"{file} is no voice that can be used ({fault})", "install hibari-tts again") from fault

    def durations(self, ids: Sequence[int]) -> tuple[NDArray[float32], list[Any]]:
        """`(ids,)`: the units that each of `ids` (0 at both ends) takes, unrounded; and what `sound` wants besides."""
        import numpy as np

        means, *passed = self._timing.run(
            [self._halves.means, *self._halves.passed], {IDS: np.asarray([ids], np.int64)}
        )
        return means.reshape(-1), passed

    def sound(self, units: Sequence[int], passed: list[Any], pitch: float) -> tuple[NDArray[float32], NDArray[float32]]:
        """Heads `(frames, 5 * bins)` and F0 in Hz `(frames,)`, 0 where unvoiced, for ids that take `units` (from 1).

        The heads are `lh`, `theta`, `ln`, `lr` and `phi` side by side; `pitch` multiplies F0.
        """
        import numpy as np

        given = {
            self._halves.durations: np.asarray(units, np.float32),
            PITCH: np.asarray([pitch], np.float32),
            **dict(zip(self._halves.passed, passed, strict=True)),
        }
        heads, f0_hz = self._sound.run([self._halves.heads, F0], given)
        return heads[0], f0_hz[0]


def halves(model: bytes) -> Halves:
    """`model` cut at its durations. Raises ValueError where it is built otherwise than hibari's are.

    Those divide durations by the speed, round them and keep them above a least one in their only `Clip`, and split five
    spectral parts off one transposed matrix; F0 is one operation's output.
    """
    graph = Graph(model)
    try:
        (clip,) = (node for node in graph.nodes if node.operator == "Clip")
        divided = graph.makers[graph.makers[clip.inputs[0]].inputs[0]]
        transposed = graph.makers[graph.makers["lh"].inputs[0]]
        f0 = graph.makers[F0]
    except (KeyError, ValueError, IndexError) as fault:
        raise ValueError(f"unknown kind of model: {fault}") from fault
    if (divided.operator, transposed.operator, f0.outputs) != ("Div", "Transpose", (F0,)):
        raise ValueError("unknown kind of model: other operations around durations, spectra or F0")
    (durations,), means, heads = clip.outputs, divided.inputs[0], transposed.inputs[0]

    second = graph.after({durations})
    made = {name for node in second for name in node.outputs} | {durations}
    spoken = {name for node in graph.after({IDS}) for name in node.outputs}
    passing = spoken - made
    passed = tuple(dict.fromkeys(name for node in second for name in node.inputs if name in passing))
    needed = graph.before({heads, F0}, {durations, *passed})
    pitched = [node.with_output(PLAIN_F0) if node is f0 else node for node in needed]
    place = next(n for n, node in enumerate(needed) if node is f0)
    pitched.insert(place + 1, new_node("Mul", [PLAIN_F0, PITCH], F0))
    return Halves(
        graph.part(graph.before({means, *passed}, set()), [IDS], [means, *passed]),
        graph.part(pitched, [durations, *passed, PITCH], [heads, F0]),
        durations,
        means,
        passed,
        heads,
    )
