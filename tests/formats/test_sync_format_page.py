"""The page that describes sealed files to strangers is held to the files themselves."""

import io
import re
from importlib.resources import files

from sendtui.formats.envelope import Opened
from sendtui.models import wire
from tests.formats.keys import GOLDEN, RECIPIENT, SENDER, TINY, taken_in

PAGE = files("sendtui").joinpath("help/sync-format.md").read_text(encoding="utf-8")


def blocks(language=""):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_example_is_the_golden_file():
    data = (GOLDEN / "tiny.sendx").read_bytes()
    lines = [line.decode() for line in Opened(io.BytesIO(data), [RECIPIENT.secret])]

    assert [block.splitlines() for block in blocks("json")] == [lines]
    assert RECIPIENT.secret + "\n" in blocks()


def test_the_figures_of_the_example_are_right():
    salt, value = bytes.fromhex(TINY[0]["salt"]), TINY[0]["value"]

    assert wire.commitment(salt, value).hex() in PAGE
    assert wire.link_of(wire.FIRST_LINK, TINY[0]).hex() in PAGE
    assert SENDER.fingerprint in PAGE


def test_the_fields_of_the_chain_are_named_in_their_order():
    told = PAGE.split("in this order:\n")[1].split(".\n")[0]

    assert tuple(re.findall(r"`(\w+)`", told)) == wire.CHAINED


def test_the_strangers_reader_reads_the_golden_file(monkeypatch):
    import pyrage

    key = pyrage.x25519.Identity.from_str(RECIPIENT.secret)
    data = (GOLDEN / "tiny.sendx").read_bytes()
    plain = io.TextIOWrapper(io.BytesIO(pyrage.decrypt(data, [key])))
    monkeypatch.setattr("sys.stdin", plain)
    monkeypatch.setattr("sys.argv", ["read.py", RECIPIENT.seal])
    room = {}

    exec(compile(blocks("python")[0], "sync-format.md", "exec"), room)

    assert room["changes"] == taken_in(data)
