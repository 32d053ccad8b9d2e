"""Planted names are looked for on the disk while they are written, searched and backed up."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from sendtui import paths
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
from sendtui.store import cipher, words
from sendtui.store.store import Store
from tests.processes import start_python

NEEDLES = ("Zanzibarquill", "Kumquatfeather", "wibblesnork")
PASSPHRASE = "otter-lantern-42-teapot"

WORK = """
import sys
from pathlib import Path
from sendtui.services import casefile
from sendtui.store.undo import undo
casefile_path, passphrase, *needles = sys.argv[1:]
made = casefile.create(Path(casefile_path), passphrase)
with made.store as store:
    setting = casefile.set_up(store, author="A", role="senco", setting={"name": needles[1]})
    print("open", flush=True)
    for n in range(6):
        with store.write("Add") as tx:
            pupils = tx.add_many("pupil", [
                {"setting": setting, "surname": f"{needles[0]} {i}", "forename": needles[1]}
                for i in range(400)
            ])
            tx.add_many("voice", [
                {"pupil": p, "whose": "pupil", "said_on": "2026-11-22", "words": needles[2] * 20}
                for p in pupils
            ])
        store.keep_draft("form", {"words": needles[2] * 200})
        with store.read() as session:
            session.connection().exec_driver_sql(
                "SELECT rowid FROM search WHERE search MATCH ?", (needles[2] + "*",)
            ).all()
            session.connection().exec_driver_sql(
                "SELECT surname FROM pupil ORDER BY forename || surname || id"
            ).all()
        casefile.back_up(store)
    undo(store)
    print("done", flush=True)
    sys.stdin.readline()
"""


def traces(folders: list[Path], needles: tuple[str, ...]) -> set[Path]:
    """The files in which a needle stands, in any of the ways text is written.

    Only another process may look: on POSIX systems a file's locks go when any reader closes it.
    """
    spelled = [n.encode(e) for n in needles for e in ("utf-8", "utf-16-le", "utf-16-be")]
    found = set()
    for path in (p for folder in folders for p in folder.rglob("*")):
        try:
            data = path.read_bytes()
        except OSError:
            continue  # it has gone again, or is a folder
        if any(needle in data for needle in spelled):
            found.add(path)
    return found


def test_no_name_touches_the_disk_while_it_is_written_searched_and_backed_up(
    tmp_path: Path,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    path = tmp_path / "desk" / "case.sendtui"
    folders = [tmp_path, paths.config_folder(), paths.log_folder()]
    work = start_python(
        f"sys_argv = {['', str(path), PASSPHRASE, *NEEDLES]!r}\n"
        f"import sys; sys.argv = sys_argv\n{WORK}",
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(temporary)),
    )
    assert work.stdout
    assert work.stdout.readline() == b"open\n", work.communicate()[1]
    os.set_blocking(work.stdout.fileno(), False)

    looked, seen = 0, set[str]()
    while not work.stdout.read():
        assert work.poll() is None
        assert traces(folders, NEEDLES) == set()
        seen |= {p.suffix or p.name for p in path.parent.rglob("*")}
        looked += 1

    assert traces(folders, NEEDLES) == set()
    seen |= {p.suffix for p in path.parent.rglob("*")}
    os.set_blocking(work.stdout.fileno(), True)
    _, noise = work.communicate(b"\n")
    assert (work.returncode, noise) == (0, b"")
    assert traces(folders, NEEDLES) == set()
    assert looked >= 3
    # What was looked at while it stood open.
    assert {".sendtui", ".sendtui-wal", ".sendtui-shm", ".keys", ".lock", ".sendtui-backup"} <= seen
    with casefile.open_store(path, Unlock(passphrase=PASSPHRASE)) as store, store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM pupil")
        assert found.scalar_one() == 2_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_scan_finds_what_is_there_to_be_found(tmp_path: Path, encoding: str) -> None:
    planted = tmp_path / "below" / "notes.txt"
    planted.parent.mkdir()
    planted.write_bytes(b"\x00\x01" + f"a {NEEDLES[0]} b".encode(encoding))

    assert traces([tmp_path], NEEDLES) == {planted}


def pages(store: Store) -> bytes:
    """The case file's pages as they are once decrypted, its free ones too."""
    with closing(cipher.connector(store.path, store.key, read_only=False)()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # An export would leave out what lies in free pages. Only where nobody else has the file open:
    # a closed reader takes this process's locks with it.
    return decrypted(store.path.read_bytes(), store.key)


def decrypted(data: bytes, key: bytes) -> bytes:
    """Each page by AES-256-CBC under SQLCipher's raw key; the seal at its end is left out."""
    from ctypes import CDLL, POINTER, c_char, c_int, c_void_p, create_string_buffer
    from ctypes.util import find_library

    library = CDLL(find_library("crypto"))
    library.EVP_CIPHER_CTX_new.restype = c_void_p
    library.EVP_aes_256_cbc.restype = c_void_p
    library.EVP_DecryptInit_ex.argtypes = [c_void_p, c_void_p, c_void_p, c_void_p, c_void_p]
    library.EVP_CIPHER_CTX_set_padding.argtypes = [c_void_p, c_int]
    library.EVP_DecryptUpdate.argtypes = [
        c_void_p,
        POINTER(c_char),
        POINTER(c_int),
        c_void_p,
        c_int,
    ]
    library.EVP_CIPHER_CTX_free.argtypes = [c_void_p]
    page, reserved, found = 4096, 80, bytearray()
    for at in range(0, len(data), page):
        start = at + (16 if at == 0 else 0)
        sealed, iv = data[start : at + page - reserved], data[at + page - reserved :][:16]
        context = library.EVP_CIPHER_CTX_new()
        library.EVP_DecryptInit_ex(context, library.EVP_aes_256_cbc(), None, key, iv)
        library.EVP_CIPHER_CTX_set_padding(context, 0)
        plain, length = create_string_buffer(len(sealed) + 32), c_int(0)
        library.EVP_DecryptUpdate(context, plain, length, sealed, len(sealed))
        library.EVP_CIPHER_CTX_free(context)
        found += plain.raw[: length.value]
    return bytes(found)


def has_libcrypto() -> bool:
    from ctypes.util import find_library

    return bool(find_library("crypto"))


@pytest.mark.skipif(not has_libcrypto(), reason="needs the system's own OpenSSL")
def test_words_that_were_erased_are_gone_from_the_pages(store: Store) -> None:
    said = " ".join(f"wibblesnork{n}" for n in range(300))
    with store.write("Add") as tx:
        pupil = tx.add("pupil", {"setting": store.setting, "surname": "Moss"})
        tx.add_many(
            "voice",
            [
                {"pupil": pupil, "whose": "pupil", "said_on": "2026-11-22", "words": said}
                for _ in range(20)
            ],
        )
    assert b"wibblesnork" in pages(store)  # or the proof could not fail

    with store.write("Remove") as tx:
        found = tx.connection.exec_driver_sql("SELECT id FROM voice").all()
        for (voice,) in found:
            tx.remove("voice", voice)
    with store.writer.begin() as connection:
        # What erasing does to the log; the tables and the search were emptied by the removal.
        connection.exec_driver_sql(
            "UPDATE change SET value = NULL, salt = NULL, commitment = zeroblob(16) "
            "WHERE kind = 'voice' AND field = '*'"
        )
        words.forget(connection)

    assert b"wibblesnork" not in pages(store)
    assert b"ibblesnork2" not in pages(store)  # a word without its start
