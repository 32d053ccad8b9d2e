"""What a new SENCO has to know, and what goes when the file is wiped."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import BusyError, SendtuiError
from sendtui.services import actions, casefile, confidential, contacts, handover, pupils, wiping
from sendtui.services.casefile import Unlock
from sendtui.store.store import Store
from tests.copies import copied
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
PASSPHRASE = "plum tractor seven umbrellas"


def test_what_is_open_and_what_each_family_was_told_last(store: Store) -> None:
    child, quiet = pupil(store), pupil(store, surname="Aardwolf")
    contacts.log(store, child, on=date(2026, 9, 1), said="Older", with_parents=True)
    contacts.log(store, child, on=date(2026, 11, 2), said=CRASHING, with_parents=True)
    contacts.log(store, quiet, on=date(2026, 11, 1), said="To a colleague")
    contacts.log(
        store, quiet, on=date(2026, 11, 3), said="Hidden", promised="a call", reply_by=TODAY
    )
    actions.add(store, child, what="Order the desk", owner="A. Tester", due=TODAY)

    found = handover.of_store(store, TODAY)

    assert {one.kind for one in found.open} == {"action", "reply promised"}
    assert [(t.name, t.said) for t in found.told] == [
        ("Aardwolf, Zephyr", "Hidden"),
        ("Quillfeather, Zephyr", CRASHING),
    ]


def test_what_is_confidential_is_not_handed_over_in_words(store: Store) -> None:
    child = pupil(store)
    said = contacts.log(store, child, on=TODAY, said="Hidden", with_parents=True)
    confidential.mark(store, child, "contact", said, today=TODAY)

    assert handover.of_store(store, TODAY).told == ()


def test_open_actions_go_to_the_new_person_in_one_act(store: Store) -> None:
    child = pupil(store)
    mine = actions.add(store, child, what="Order the desk", owner="A. Tester")
    actions.done(store, actions.add(store, child, what="Done", owner="A. Tester"), TODAY)
    actions.add(store, child, what="Other", owner="C. Head")

    assert handover.give_actions(store, "A. Tester", "B. Senco") == 1

    owners = {a.id: a.owner for a in pupils.view(store, child, TODAY).actions}
    assert owners.pop(mine) == "B. Senco"
    assert sorted(owners.values()) == ["A. Tester", "C. Head"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed case file with a pupil, a draft and a backup in it."""
    copied(_made, tmp_path)
    return tmp_path / "case.sendtui"


def _made(folder: Path) -> None:
    with casefile.create(folder / "case.sendtui", PASSPHRASE).store as store:
        casefile.set_up(store, author="A. Senco", role="senco", setting={"name": "Puddleby"})
        pupils.add(store, {"surname": "Quillfeather", "setting": store.setting})
        store.keep_draft("contact/x/", {"said": "half"})
        casefile.back_up(store)


def test_the_loss_names_unsent_work(path: Path) -> None:
    with casefile.open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        found = wiping.loss(store)

    assert (found.pupils, found.sent, found.drafts, found.backups) == (1, False, 1, 1)
    assert found.unsent >= 2


def test_without_the_word_and_while_it_is_open_nothing_goes(path: Path) -> None:
    with pytest.raises(SendtuiError, match="the word is WIPE"):
        wiping.wipe(path, "wipe")
    with casefile.open_store(path, Unlock(passphrase=PASSPHRASE)), pytest.raises(BusyError):
        wiping.wipe(path, wiping.WORD)

    casefile.open_store(path, Unlock(passphrase=PASSPHRASE)).close()


@pytest.mark.parametrize("backups", [False, True], ids=["backups kept", "backups too"])
def test_the_file_its_keys_and_if_asked_its_backups_are_deleted(path: Path, backups: bool) -> None:
    neighbour = path.with_name("other.txt")
    neighbour.write_text("stays", encoding="utf-8")

    assert wiping.wipe(path, wiping.WORD, backups=backups) == ()

    left = {each.name for each in path.parent.glob("case.*")}
    assert left == (set() if backups else {"case.sendtui.backups"})
    assert neighbour.exists()
