"""Where a case file may live, and the reason it is refused elsewhere."""

from pathlib import Path, PurePosixPath

import pytest

from sendtui.errors import SendtuiError
from sendtui.store import places

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/local ext4 rw 0 0
//school/share /mnt/Staff\\040Share cifs rw 0 0
/dev/sdc1 /mnt/over ext4 rw 0 0
me@host: /mnt/over fuse.sshfs rw 0 0

damaged
"""


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/home/a/case.sendtui", "ext4"),
        ("/srv/case.sendtui", "nfs4"),
        ("/srv/local/case.sendtui", "ext4"),
        ("/srvs/case.sendtui", "ext4"),
        ("/mnt/Staff Share/case.sendtui", "cifs"),
        ("/mnt/over/case.sendtui", "fuse.sshfs"),
    ],
)
def test_the_nearest_and_latest_mount_says_what_a_path_lies_on(path: str, system: str) -> None:
    assert places.file_system(PurePosixPath(path), MOUNTS) == system


@pytest.mark.parametrize(
    "folder",
    ["OneDrive", "OneDrive - Puddleby School", "Dropbox", "Google Drive", "iCloud Drive"],
)
def test_a_folder_that_is_copied_behind_us_is_refused(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "case.sendtui"

    with pytest.raises(SendtuiError, match="synced folder") as refused:
        places.require_safe(path, tmp_path / "safe.sendtui")

    assert str(tmp_path / "safe.sendtui") in str(refused.value)


@pytest.mark.parametrize("variable", places.SYNCED_VARIABLES)
def test_the_folder_that_windows_says_is_synced_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "Documents"))

    assert variable in places.why_unsafe(tmp_path / "Documents" / "case.sendtui")
    assert places.why_unsafe(tmp_path / "Documents2" / "case.sendtui") == ""


def test_a_link_into_a_synced_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "cases"
    try:
        link.symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        pytest.skip("no links may be made here")

    assert "Dropbox" in places.why_unsafe(link / "case.sendtui")


@pytest.mark.parametrize("path", ["\\\\server\\share\\case.sendtui", "//server/share/case.sendtui"])
def test_a_network_share_is_refused_by_its_name(path: str) -> None:
    assert places.named_on_network(path)


def test_this_computers_own_disk_is_a_safe_place(tmp_path: Path) -> None:
    places.require_safe(tmp_path / "case.sendtui", tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SendtuiError, match="Choose another place"):
        places.make_folder(tmp_path / "file" / "folder")
