"""Every word of the record, whose it is and where it stands."""

from datetime import date

import pytest

from sendtui.services import contacts, past, pupils, search, voices
from sendtui.store.store import Store


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})


def test_words_of_a_note_find_its_pupil_and_show_it(store: Store, zephyr: str, today: date) -> None:
    contacts.log(store, zephyr, on=today, said="She asked about the Trampoline club [/x]")

    (found,) = search.search(store, "tramp", today)

    (place,) = found.places
    assert (found.pupil, found.name) == (zephyr, "Quillfeather, Zephyr")
    assert (place.kind, place.label) == ("contact", "What was said")
    assert place.snippet[place.begin : place.end] == "Tramp"


def test_all_words_must_be_in_one_record(store: Store, zephyr: str, today: date) -> None:
    contacts.log(store, zephyr, on=today, said="trampoline")
    voices.hear(store, zephyr, whose="pupil", words="club", said_on=today)

    assert search.search(store, "trampoline club", today) == ()


def test_a_pupil_is_found_once_however_many_places(store: Store, zephyr: str, today: date) -> None:
    for _ in range(3):
        voices.hear(store, zephyr, whose="pupil", words="The trampoline", said_on=today)

    (found,) = search.search(store, "trampoline", today)

    assert len(found.places) == 3


def test_a_long_text_is_cut_around_the_word(store: Store, zephyr: str, today: date) -> None:
    words = "before " * 30 + "TRÄMPOLINE " + "after " * 30
    voices.hear(store, zephyr, whose="pupil", words=words, said_on=today)

    (found,) = search.search(store, "trampoline", today)

    place = found.places[0]
    assert place.snippet[place.begin : place.end] == "TRÄMPOLINE"
    assert len(place.snippet) < 100
    assert place.snippet[0] == place.snippet[-1] == "…"


@pytest.mark.parametrize("words", ["", " ", "-", "[/]", '"', "AND", "NEAR(a b)", "(", "name:x"])
def test_what_is_typed_is_never_read_as_a_search_language(
    store: Store, zephyr: str, today: date, words: str
) -> None:
    assert zephyr
    assert search.search(store, words, today) == ()


def test_undone_words_are_found_no_more(store: Store, zephyr: str, today: date) -> None:
    voices.hear(store, zephyr, whose="pupil", words="trampoline", said_on=today)
    past.undo(store)

    assert search.search(store, "trampoline", today) == ()


def test_a_right_to_left_word_is_found_and_marked(store: Store, zephyr: str, today: date) -> None:
    voices.hear(store, zephyr, whose="parent", words="אני אוהב טרמפולינה", said_on=today)

    (found,) = search.search(store, "טרמפ", today)

    place = found.places[0]
    assert place.snippet[place.begin : place.end] == "טרמפ"


def test_the_palette_suggests_pupils_by_the_beginning_of_a_name(
    store: Store, zephyr: str, today: date
) -> None:
    pupils.leave(store, zephyr, today)

    (found,) = search.suggest(store, "quill", today)

    assert (found.pupil, found.detail) == (zephyr, "No special educational need, left")
    assert search.suggest(store, " ", today) == ()
