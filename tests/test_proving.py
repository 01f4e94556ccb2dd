"""A sentence that is not in the finished file as it should be is spoken again: by its own voice, then by another."""

import pytest

import rhapsode
from rhapsode.errors import Unproven
from rhapsode.executors import InlineExecutor
from rhapsode.mixing import Master, read_track
from rhapsode.proving import verify
from rhapsode.speaking.tone_engine import ToneEngine

TEXT = "# Ebb\n\nThe first sentence is said well. The second one has a hole. The third is said well again.\n"
HOLE_S = 2


class HoledEngine(ToneEngine):
    """The tone engine, which leaves two seconds of silence inside a sentence with a hole the first time."""

    name = "test_proving:HoledEngine"
    faulty_takes = (0,)
    stand_in = ""

    def synthesize(self, text, marks, voice, take=0):
        clip = super().synthesize(text, marks, voice)
        if "hole" not in text or take not in self.faulty_takes:
            return clip
        middle = clip.frames // 2 * 2
        return clip._replace(samples=clip.samples[:middle] + bytes(2 * HOLE_S * clip.rate_hz) + clip.samples[middle:])


class AlwaysHoledEngine(HoledEngine):
    """One that never gets better, but has a stand-in."""

    name = "test_proving:AlwaysHoledEngine"
    faulty_takes = (0, 1, 2)
    stand_in = "tone"


class HopelessEngine(AlwaysHoledEngine):
    """One that has none."""

    name = "test_proving:HopelessEngine"
    stand_in = ""


def made(folder, engine, **options):
    # In German words are not recognised: nobody would in what the tone engine says.
    return rhapsode.narrate(TEXT, folder / "ebb.mp3", engine=engine, language="de", jobs=1, **options)


def spoken_again(track):
    return [warning for warning in track.warnings if warning.startswith("spoken again")]


def test_it_is_found_where_nothing_is_done_about_it(tmp_path):
    found = verify(made(tmp_path, HoledEngine.name), InlineExecutor())
    assert [found.track.utterances[number].spoken for number in found.faulty] == ["The second one has a hole."]
    assert "gap" in {fault.kind for fault in found.faults}


def test_another_take_mends_it(tmp_path):
    track = made(tmp_path, HoledEngine.name, verify=True)
    (warning,) = spoken_again(track)
    assert "a long silence inside" in warning
    assert "The second one has a hole." in warning
    assert verify(read_track(track.path), InlineExecutor()).faults == ()


def test_then_another_engine(tmp_path):
    track = made(tmp_path, AlwaysHoledEngine.name, verify=True)
    assert len(spoken_again(track)) == 1
    assert "tone tone/low" in track.voices
    assert verify(read_track(track.path), InlineExecutor()).faults == ()


def test_so_it_goes_with_a_file_for_each_section(tmp_path):
    track = made(tmp_path, HoledEngine.name, verify=True, master=Master(split=True))
    assert len(spoken_again(track)) == 1
    sounds = [file for file in track.files if file.suffix == ".mp3"]
    assert all(verify(read_track(file), InlineExecutor()).faults == () for file in sounds)


def test_what_cannot_be_mended_is_an_error_that_names_it_and_the_track_is_there(tmp_path):
    with pytest.raises(Unproven, match=r"'The second one has a hole.' in ebb.mp3 at \d+\.\d s: .*a long silence"):
        made(tmp_path, HopelessEngine.name, verify=True)
    assert len(read_track(tmp_path / "ebb.mp3").utterances) == 4


def test_a_track_in_which_all_is_well_is_made_once(tmp_path):
    track = made(tmp_path, "tone", verify=True)
    assert spoken_again(track) == []
