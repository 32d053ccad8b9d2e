"""The desk: what is asked while locked waits, readings can be dropped, writings never; crashes."""

import asyncio
import threading

import pytest

from sendtui.crash import report
from sendtui.screens.desk import Desk
from sendtui.services import writes


class File:
    """A case file that notices what is done to it."""

    def __init__(self) -> None:
        self.interrupted = 0
        self.closed = False
        self.gate = threading.Event()
        self.begun = threading.Event()

    def interrupt(self) -> None:
        self.interrupted += 1
        self.gate.set()

    def data_version(self) -> int:
        return 1

    def close(self) -> None:
        self.closed = True


def read(_file: File, value: int) -> int:
    return value


def read_long(file: File) -> None:
    file.begun.set()
    file.gate.wait(5)


@writes
def write_long(file: File, done: list[str]) -> None:
    file.begun.set()
    file.gate.wait(5)
    done.append("written")


def test_what_is_asked_while_locked_waits_for_the_key() -> None:
    async def run() -> int:
        desk, file = Desk(), File()
        asked = asyncio.create_task(desk.call(read, 7))
        await asyncio.sleep(0)
        assert not asked.done()
        desk.put(file)
        value = await asked
        await desk.lock()
        assert file.closed
        desk.clear()
        return value

    assert asyncio.run(run()) == 7


def given_up(file: File) -> File:
    """The file after a reading that nobody waited for, and one that went well after it."""

    async def run() -> None:
        desk = Desk()
        desk.put(file)
        asked = asyncio.create_task(desk.call(read_long))
        await asyncio.to_thread(file.begun.wait, 5)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert await desk.call(read, 1) == 1
        desk.clear()

    asyncio.run(run())
    return file


def test_a_reading_nobody_waits_for_is_interrupted() -> None:
    assert given_up(File()).interrupted >= 1


def test_a_reading_that_was_between_two_questions_is_stopped_at_the_next() -> None:
    class Between(File):
        def interrupt(self) -> None:
            self.interrupted += 1
            if self.interrupted == 2:
                self.gate.set()

    assert given_up(Between()).gate.is_set()


def test_a_writing_ends_though_nobody_waits_and_the_lock_waits_for_it() -> None:
    done: list[str] = []

    async def run() -> File:
        desk, file = Desk(), File()
        desk.put(file)
        asked = asyncio.create_task(desk.call(write_long, done))
        await asyncio.to_thread(file.begun.wait, 5)
        asked.cancel()
        locking = asyncio.create_task(desk.lock())
        file.gate.set()
        await locking
        desk.clear()
        return file

    file = asyncio.run(run())
    assert done == ["written"]
    assert (file.closed, file.interrupted) == (True, 0)


def test_the_report_of_a_crash_holds_no_text_of_the_record() -> None:
    name = "Zephyr Quillfeather"
    try:
        try:
            raise KeyError(name)
        except KeyError as cause:
            raise ValueError(f"no place for {name}") from cause
    except ValueError as error:
        told = report(error)

    assert "Quillfeather" not in told
    assert told.index("KeyError") < told.index("ValueError")
    assert "test_desk.py" in told
