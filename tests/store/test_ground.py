"""What the reader and the writer of a case file share, and for how long."""

import pytest
from sqlmodel import select

from sendtui.models.pupil import Pupil
from sendtui.store import ground
from sendtui.store.ground import forget_questions
from sendtui.store.store import Store


def test_what_the_reader_has_asked_the_writer_need_not_put_into_sql_again(store: Store) -> None:
    forget_questions()
    asked = select(Pupil).where(Pupil.surname == "Moss")
    with store.read() as session:
        session.exec(asked).all()
    known = len(ground.PUT_INTO_SQL)

    with store.write("Look") as tx:
        tx.session.exec(asked).all()

    assert len(ground.PUT_INTO_SQL) == known == 1


def test_no_question_outlives_the_key(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "forget_questions", forget_questions)
    with store.read() as session:
        session.exec(select(Pupil).where(Pupil.surname == "Moss")).all()
    assert len(ground.PUT_INTO_SQL)

    store.close()

    assert not len(ground.PUT_INTO_SQL)
