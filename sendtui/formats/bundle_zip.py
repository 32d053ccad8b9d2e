"""Several files in one ZIP: with AES-256 behind a password, or plain."""

import io
from collections.abc import Iterable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_DATE = (1980, 1, 1, 0, 0, 0)


def bundle(files: Iterable[tuple[str, bytes]], password: str = "") -> bytes:
    """The files by their names inside; which names there are stands in the open.

    Without a password it is plain. All in memory.
    """
    made = io.BytesIO()
    with _opened(made, password) as packed:
        kind = packed.zipinfo_cls if password else ZipInfo
        for name, raw in files:
            about = kind(name, _NO_DATE)
            about.compress_type = ZIP_DEFLATED
            packed.writestr(about, raw)
    return made.getvalue()


def _opened(made: io.BytesIO, password: str) -> Any:
    if not password:
        return ZipFile(made, "w", compression=ZIP_DEFLATED)
    from pyzipper import WZ_AES, AESZipFile

    packed = AESZipFile(made, "w", compression=ZIP_DEFLATED, encryption=WZ_AES)
    packed.setpassword(password.encode())
    packed.setencryption(WZ_AES, nbits=256)
    return packed
