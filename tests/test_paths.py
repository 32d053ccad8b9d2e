"""Which case file is opened: named by a path, by an address, or by nobody."""

from pathlib import Path

import pytest

from sendtui import paths
from sendtui.__main__ import main
from sendtui.errors import UsageError


@pytest.mark.parametrize(
    ("named", "path"),
    [
        pytest.param("kept/case.sendtui", "kept/case.sendtui", id="a path"),
        pytest.param("C:/kept/case.sendtui", "C:/kept/case.sendtui", id="a path with a drive"),
        pytest.param("kept: 100% #1?", "kept: 100% #1?", id="a path with the signs of an address"),
    ],
)
def test_a_path_is_taken_as_it_is(named: str, path: str) -> None:
    assert paths.chosen_store(named) == Path(path)


@pytest.mark.parametrize(
    ("url", "windows", "path"),
    [
        pytest.param("file:///srv/case.sendtui", False, "/srv/case.sendtui", id="an address"),
        pytest.param("FILE:/srv/case.sendtui", False, "/srv/case.sendtui", id="one slash"),
        pytest.param("file://localhost/srv/a", False, "/srv/a", id="this computer by name"),
        pytest.param("file:///srv/a%20b%23%C3%A9", False, "/srv/a b#é", id="percent-encoded"),
        pytest.param("file:///srv/pa:ss@a", False, "/srv/pa:ss@a", id="no password in a path"),
        pytest.param("file:///C:/kept/a%20b", True, "C:/kept/a b", id="a drive"),
    ],
)
def test_a_file_address_names_a_path(url: str, windows: bool, path: str) -> None:
    assert paths.addressed(url, windows=windows) == Path(path)


@pytest.mark.parametrize("by_flag", [True, False], ids=["by flag", "by SENDTUI_STORE"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("postgresql://a:b@host/x", "password", id="a password"),
        pytest.param("file://a:b@host/x", "password", id="a password before a file"),
        pytest.param("mysql://host/x", "no address of", id="another server"),
        pytest.param("file://host/x", "another computer", id="a file elsewhere"),
        pytest.param("file:///x?mode=ro", "%3F", id="a question"),
        pytest.param("file:case.sendtui", "file:///", id="no whole path"),
        pytest.param("file://[x/y", "cannot be read", id="no address at all"),
    ],
)
def test_an_address_of_no_file_is_refused_before_anything_else(
    by_flag: bool,
    url: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not by_flag:
        monkeypatch.setenv(paths.STORE_VARIABLE, url)

    code = main(["due", "--today", "soon", *(["--store", url] if by_flag else [])])

    told = capsys.readouterr().err
    assert code == UsageError.exit_code
    assert said in told
    assert "a:b" not in told


@pytest.mark.parametrize("scheme", paths.REGISTER_SCHEMES)
def test_a_register_has_a_place_that_names_it(scheme: str) -> None:
    url = f"{scheme}://jo@db.example:5433/sen?service=a%20b"

    place = paths.chosen_store(url)

    assert paths.register_url(place) == url
    assert not place.exists()


@pytest.mark.parametrize("path", ["case.sendtui", "registers/x", "/srv/postgresql%3A%2F%2Fx"])
def test_a_path_of_a_case_file_names_no_register(path: str) -> None:
    assert paths.register_url(Path(path)) == ""
