"""Verifying: a finished track's file is heard again, and every utterance found in it or named.

    verify(track, executor) -> Verification

Energy, noise and length are checked always. Where pocketsphinx is installed, English words are recognised as well: the
text is followed through its sound, and a word that the sound does not bear out is a fault, the sooner where the
timeline does not bear it out either.

    passages             what is to be proven of each utterance
    sound_measures       loudness and zero crossings, edges, gaps, hiss
    word_finder          pocketsphinx, following a text that may have lost or doubled a word
    word_timing          whether the words, laid along the sound by force, come when the timeline says
    judging              from all that to faults
    hearing_job          what a worker process does
    verification         the whole track
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.verifying.verification import Verification, verify
    from rhapsode.verifying.word_finder import installed

__all__ = ["Verification", "installed", "verify"]

_HOMES = {"Verification": "verification", "installed": "word_finder", "verify": "verification"}

__getattr__ = opened(__name__, _HOMES)
