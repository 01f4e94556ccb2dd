import pytest
from scripts import block, document

from rhapsode.scripting.languages import detect

TEXTS = {
    "en": "The house on the hill was empty when we came to it, and there was nobody who could say why.",
    "de": "Das Haus auf dem Hügel war leer, als wir zu ihm kamen, und niemand konnte sagen, warum es so war.",
    "fr": "La maison sur la colline était vide quand nous y sommes arrivés, et il n'y avait pas un voisin.",
    "es": "La casa en la colina estaba vacía cuando llegamos, y no había nadie que nos pudiera decir por qué.",
    "it": "La casa sulla collina era vuota quando siamo arrivati, e non c'era nessuno che ci dicesse perché.",
    "ru": "Дом на холме был пуст, когда мы пришли, и никто не мог сказать почему.",
    "uk": "Будинок на пагорбі був порожній, коли ми прийшли, і ніхто не міг її пояснити.",
    "bg": "Къщата на хълма беше празна, когато дойдохме, и никой не можеше да каже защо.",
    "fa": "وقتی رسیدیم خانه روی تپه خالی بود و کسی چیزی نگفت.",
    "el": "Το σπίτι στον λόφο ήταν άδειο όταν φτάσαμε.",
    "zh": "我们到的时候，山上的房子是空的。",
    "ja": "着いたとき、丘の上の家は空っぽだった。",
    "ko": "우리가 도착했을 때 언덕 위의 집은 비어 있었다.",
    "ar": "كان البيت على التل فارغا عندما وصلنا.",
    "hi": "जब हम पहुँचे तो पहाड़ी पर घर खाली था।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_by_its_letters_or_its_small_words(language):
    assert detect(document(block("paragraph", TEXTS[language]), language="")) == language


def test_nothing_is_made_of_nothing():
    assert detect(document(block("paragraph", "12 34"), language="")) == ""
    assert detect(document(language="")) == ""


def test_a_language_beyond_the_small_words_is_left_to_the_library():
    pytest.importorskip("py3langid", reason="the lang extra is not installed")
    polish = "Dom na wzgórzu był pusty, kiedy do niego przyszliśmy, i nikt nie potrafił powiedzieć dlaczego."
    assert detect(document(block("paragraph", polish), language="")) == "pl"


def test_code_does_not_speak_for_the_document():
    code = block("code", "the of and to in is it for on with as at by this from the of and to in is")
    assert detect(document(code, block("paragraph", TEXTS["de"]), language="")) == "de"
