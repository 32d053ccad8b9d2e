"""A confidential record goes without what it says: no gap, nothing told; later it may follow."""

from pathlib import Path

import pytest

from sendtui.services import confidential, contacts, send
from sendtui.store import incoming, outgoing
from sendtui.store.incoming import ForkError
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, case_file, pupils, read, sent, sound
from tests.sync.desks import lines, take

SECRET = "The key is under the walrus."


@pytest.fixture
def hidden(school: Store, zephyr: str) -> str:
    """A contact that is confidential, and why."""
    contact = contacts.log(school, zephyr, on=TODAY, said=SECRET)
    confidential.mark(school, zephyr, "contact", contact, reason="a walrus is named", today=TODAY)
    return contact


def said(store: Store) -> list[str]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT said FROM contact ORDER BY id")
        return [str(words) for (words,) in found]


def holds(store: Store, words: str) -> bool:
    """Whether these words stand anywhere in a case file's log."""
    return any(words in str(line["value"]) for line in lines(store))


def test_a_confidential_record_goes_without_what_it_says(
    school: Store, la: Store, zephyr: str, hidden: str
) -> None:
    going = send.preview(school, "puddleshire", TODAY, send.Choice(all_permitted=True))
    (result,) = read(la, sent(school, la))

    assert (going.withheld, [child.id for child in going.pupils]) == (1, [zephyr])
    assert (result.state, result.waiting, result.lacking) == ("merged", 0, 2)
    assert (set(pupils(la)), said(la), sound(la)) == ({zephyr}, [], True)
    assert not holds(la, "walrus")
    assert holds(school, SECRET)
    assert hidden in {line["record"] for line in lines(la)}


def test_once_the_mark_is_lifted_what_it_says_follows(
    school: Store, la: Store, zephyr: str, hidden: str
) -> None:
    read(la, sent(school, la))
    read(school, sent(la, school, "asks"))
    still = read(la, sent(school, la, "two"))[0]
    confidential.lift(school, zephyr, hidden, today=TODAY)

    (now,) = read(la, sent(school, la, "three"))

    assert still.released == 0
    assert (now.released, now.lacking, said(la), sound(la)) == (2, 0, [SECRET], True)
    read(school, sent(la, school, "has it"))
    assert read(la, sent(school, la, "four"))[0].released == 0


def test_a_third_copy_gets_it_from_either(
    school: Store, la: Store, zephyr: str, hidden: str, tmp_path: Path
) -> None:
    read(la, sent(school, la))
    with case_file(tmp_path, "elsewhere") as third:
        take(third, lines(la), 0)
        bare = said(third)
        take(third, lines(school), 0)

        assert (bare, said(third), sound(third)) == ([], [SECRET], True)
        take(third, lines(la), 0)
        assert said(third) == [SECRET]
    assert hidden
    assert zephyr


def test_another_value_than_the_one_withheld_is_refused(
    school: Store, la: Store, zephyr: str, hidden: str
) -> None:
    read(la, sent(school, la))
    with school.read() as session:
        bent = [
            {**line, "value": {**line["value"], "said": "All is well."}}
            for line in outgoing.changes(session.connection(), [zephyr])
            if line["record"] == hidden
        ]

    with la.write("Merge") as tx:
        incoming.stage(tx.connection, bent)
        with pytest.raises(ForkError):
            incoming.merge(tx.connection, "file", 0, la.device)


def test_with_confidential_takes_it_along(school: Store, la: Store, hidden: str) -> None:
    read(la, sent(school, la, with_confidential=True))

    assert said(la) == [SECRET]
    assert hidden


def test_an_edit_of_what_was_withheld_stays_withheld(school: Store, la: Store, zephyr: str) -> None:
    with school.write("Add") as tx:
        need = tx.add("need", {"pupil": zephyr, "code": "SLCN", "rank": 1, "note": "quiet"})
    confidential.mark(school, zephyr, "need", need, today=TODAY)
    read(la, sent(school, la))
    with school.write("Edit") as tx:
        tx.put("need", need, {"note": "louder"})

    read(la, sent(school, la, "two"))

    assert not holds(la, "louder")
    assert sound(la)


def test_a_removed_pupil_who_was_never_sent_stays_home(
    school: Store, la: Store, zephyr: str
) -> None:
    with school.write("Remove") as tx:
        tx.remove("pupil", zephyr)

    read(la, sent(school, la))

    assert zephyr not in {line["record"] for line in lines(la)}
