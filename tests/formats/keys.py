"""Keys of nobody, and the small file they send each other. Never use them for a real case file."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from sendtui.formats import sealed
from sendtui.formats.identity import Identity
from sendtui.models import wire

SENDER = Identity(
    bytes(range(32)),
    "AGE-SECRET-KEY-13F3X9SH4S3RX4XR8ZYSG80WGG374ANYVA8PREKH8X3ALW08YM0XSUF40ZW",
)
RECIPIENT = Identity(
    bytes(range(32, 64)),
    "AGE-SECRET-KEY-19P33VMU2R3MKJE3USRFTLXJQYWJ4NS2YZRGNZ78RX5TKYT7WPUMSG0CDK9",
)
STRANGER = Identity(
    bytes(range(64, 96)),
    "AGE-SECRET-KEY-159SWJ8PCY7DT8HX5ENF4S5KPH4JCAWKF2AH0ZACUEFMP9J87V29SHZHC7P",
)
GOLDEN = Path(__file__).parent / "golden"
PUPIL, DEVICE, BATCH = "a1" * 16, "d1" * 16, "ba" * 16
NOON = 1_767_268_800_000  # 12:00 on 1 January 2026


def header(**different: object) -> sealed.Header:
    """The header of a file from SENDER to RECIPIENT."""
    fields: dict[str, object] = {
        "file": "f1" * 16,
        "n_sent": 3,
        "schema": 1,
        "sender": sealed.Sender(DEVICE, SENDER.sign, "Moonbeam Primary"),
        "to": (RECIPIENT.seal, SENDER.seal),
        "scope": sealed.Scope(("5e" * 16,), (PUPIL,), "SEN support"),
        "created": "2026-01-01T12:00:00+00:00",
        "have": {PUPIL: {DEVICE: [[1, 2]]}},
    }
    return sealed.Header(**(fields | different))


def change(n: int, **different: object) -> dict[str, object]:
    """The change number n of a pupil's stream."""
    return {
        "stream": PUPIL,
        "stream_kind": "pupil",
        "dev": DEVICE,
        "n": n,
        "hlc": wire.pack(NOON + n),
        "kind": "need",
        "record": "c1" * 16,
        "field": "code",
        "value": f"word {n}",
        "salt": f"{n:032x}",
        "bases": [[DEVICE, n - 1]] if n > 1 else [],
        "who": "Zephyr Quillfeather",
        "true_on": None,
        "written": "2026-01-01T12:00:00+00:00",
        "label": "Change a need",
        "batch": BATCH,
    } | different


TINY = (
    change(1, field="*", value={"code": "SLCN", "rank": 1, "note": "Hums “Für Elise” – żółw"}),
    change(2, field="rank", value=2, label="Rank needs"),
    change(3, value=None, salt=None, erased="e5" * 16),
)


def file_of(changes: Iterable[Mapping[str, object]], **different: object) -> bytes:
    """A sealed file from SENDER with these changes, the header different in these fields."""
    file = io.BytesIO()
    sealed.write(file, header(**different), changes, SENDER.signing_key)
    return file.getvalue()


def taken_in(data: bytes, by: Identity = RECIPIENT) -> list[dict[str, object]]:
    """The changes of a sealed file, read to its end and verified."""
    with sealed.read(io.BytesIO(data), [by.secret]) as reading:
        changes = list(reading)
        assert reading.verified
    return changes
