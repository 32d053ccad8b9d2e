"""The open case file on the desk: one thread that reads it, one that writes, and its lock."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AGAIN = 0.01
"""Seconds after which a reading that was stopped and still goes on is stopped again."""


class OpenFile(Protocol):
    """What the desk itself asks of the case file that services work on."""

    read_only: bool
    """Whether nothing can be written in it: the disk, a flag or whose passphrase it is says so."""

    def interrupt(self) -> None:
        """Stop the reading that is under way."""
        ...

    def data_version(self) -> int:
        """A number that moves with every commit, whoever made it."""
        ...

    def close(self) -> None:
        """Close it and drop the key."""
        ...


class Desk:
    """Runs services on the open case file; while it is locked, what is asked waits."""

    def __init__(self) -> None:
        """Nothing lies on it yet."""
        self._file: OpenFile | None = None
        self._opened = asyncio.Event()
        self._reader = ThreadPoolExecutor(1, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._turn = threading.Lock()
        self._reading: object = None
        self.epoch = 0
        """Moves when a case file is opened, which counts its versions anew, and with the day."""

    @property
    def is_locked(self) -> bool:
        """Whether no case file is open."""
        return self._file is None

    def put(self, file: OpenFile) -> None:
        """Take an open case file; what was waiting for one goes on."""
        self._file = file
        self.epoch += 1
        self._opened.set()

    async def lock(self) -> None:
        """Close the case file once what is being written has been written."""
        file, self._file = self._file, None
        if file is None:
            return
        self._opened.clear()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reader, lambda: None)
        await loop.run_in_executor(self._writer, file.close)

    def clear(self) -> None:
        """Close the case file, if it is open, and end both threads: the app is ending."""
        file, self._file = self._file, None
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        if file is not None:
            file.close()

    async def call(
        self,
        service: Callable[Concatenate[Any, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a service gives; a reading whose asker has gone is interrupted, a writing never."""
        while self._file is None:
            await self._opened.wait()
        job = partial(service, self._file, *args, **kwargs)
        if getattr(service, "writes", False):
            return await asyncio.shield(asyncio.wrap_future(self._writer.submit(job)))
        return await self._read(self._file, job)

    async def _read(self, file: OpenFile, job: Callable[[], T]) -> T:
        ticket = object()

        def read() -> T:
            with self._turn:
                self._reading = ticket
            try:
                return job()
            finally:
                with self._turn:
                    self._reading = None

        try:
            return await asyncio.wrap_future(self._reader.submit(read))
        except asyncio.CancelledError:
            self._stop(ticket, file)
            raise

    def _stop(self, ticket: object, file: OpenFile) -> None:
        """Stop a reading; between two of its questions there is nothing to stop but the next."""
        # Under the turn, so that the reading that comes next is never the one interrupted.
        with self._turn:
            if self._reading is ticket:
                file.interrupt()
                asyncio.get_running_loop().call_later(AGAIN, self._stop, ticket, file)
