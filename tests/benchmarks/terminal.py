"""A program in a real terminal: keys go in, and what a person would read comes out, timed."""

import fcntl
import os
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

COLUMNS, LINES = 120, 40
PATIENCE = 60.0
"""Seconds after which a screen that has not come is given up."""
PAUSE = 0.004
"""Seconds without a byte that end a frame."""

F3 = "\x1bOR"
CTRL_O = "\x0f"
ENTER = "\r"


class Terminal:
    """One program in a terminal of 120×40; ends it when the block ends.

    A frame's time is that of the last byte that made it, taken before the bytes are understood, so
    that our own reading of them is no part of the measurement.
    """

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._file, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(inner)
            os.execvpe(words[0], list(words), {**os.environ, **environment, **_LOOKS})
        os.close(inner)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._file)

    @property
    def lines(self) -> list[str]:
        """What a person would read, line by line."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """What a person would read."""
        return "\n".join(self.lines)

    def send(self, keys: str) -> float:
        """Press keys at once; gives when."""
        pressed = time.perf_counter()
        os.write(self._file, keys.encode())
        return pressed

    def type(self, keys: str, seconds: float) -> None:
        """Press keys one by one over so many seconds."""
        for key in keys:
            os.write(self._file, key.encode())
            self.rest(seconds / len(keys))

    def rest(self, seconds: float) -> None:
        """Let the program draw for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            for _, data in self._arrived(left):
                self._stream.feed(data)

    def settle(self, quiet: float = 0.15) -> None:
        """Wait until nothing has been drawn for so many seconds."""
        while arrived := self._arrived(quiet):
            for _, data in arrived:
                self._stream.feed(data)

    def when(self, shown: Callable[[list[str]], bool]) -> float:
        """When the screen first was as asked.

        Raises TimeoutError with what it was instead.
        """
        last = time.perf_counter()
        if shown(self.lines):
            return last
        while time.perf_counter() - last < PATIENCE:
            came = None
            for at, data in self._arrived(0.5):
                self._stream.feed(data)
                if came is None and shown(self.lines):
                    came = at
            if came is not None:
                return came
        raise TimeoutError(f"The screen was:\n{self.text}")

    def memory(self) -> float:
        """The program's resident memory in MB; 0 where this system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return 0.0
        kept = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(kept["VmRSS"].split()[0]) / 1024

    def _arrived(self, wait: float) -> list[tuple[float, bytes]]:
        """Everything that is there to read, each part with its time, up to a pause between frames.

        A frame is larger than what the terminal holds: to understand its first part before the rest
        has been taken would hold up the program that writes it.
        """
        found: list[tuple[float, bytes]] = []
        while select.select([self._file], [], [], PAUSE if found else wait)[0]:
            try:
                data = os.read(self._file, 65_536)
            except OSError as error:
                raise TimeoutError(f"The program has ended:\n{self.text}") from error
            found.append((time.perf_counter(), data))
        return found


_LOOKS = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "COLUMNS": str(COLUMNS),
    "LINES": str(LINES),
}
