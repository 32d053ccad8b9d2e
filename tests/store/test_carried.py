"""A case file put back over itself after its changes had left takes a new name."""

import shutil
from pathlib import Path

from sendtui.store.store import Store
from tests.copies import new_store


def put_back(path: Path, key: bytes, *, carried: bool) -> tuple[str, str]:
    """The device before and after an older copy was put over the file."""
    with Store.open(path, key) as store:
        was = store.device
        with store.write("Add") as tx:
            tx.add("pupil", {"surname": "Quillfeather"})
        if carried:
            store.note_carried()
    shutil.copy(path.with_suffix(".kept"), path)
    with Store.open(path, key) as store:
        return was, store.device


def test_a_file_put_back_after_its_changes_left_takes_a_new_name(tmp_path: Path) -> None:
    with new_store(tmp_path / "case.sendtui") as store:
        path, key = store.path, store.key
    shutil.copy(path, path.with_suffix(".kept"))

    was, kept_in = put_back(path, key, carried=False)
    assert was == kept_in

    was, now = put_back(path, key, carried=True)
    assert was != now
    with Store.open(path, key) as store:
        assert store.device == now
