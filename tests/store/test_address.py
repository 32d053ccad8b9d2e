"""What a register's address may say, and when a connection must be verified."""

import subprocess
import sys
from pathlib import Path

import pytest

import sendtui
from sendtui.errors import SendtuiError, UsageError
from sendtui.store import dialect, server
from sendtui.store.address import address


@pytest.fixture(autouse=True)
def _no_host_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("PGHOST", "PGSSLROOTCERT", "PGSERVICE"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg:///sen",
        "postgresql+psycopg://localhost/sen",
        "postgresql+psycopg://127.0.0.1:5433/sen",
        "postgresql+psycopg://jo@[::1]/sen",
        "postgresql+psycopg:///sen?host=/var/run/postgresql",
    ],
)
def test_on_this_computer_tls_is_not_asked_for(url: str) -> None:
    found = address(url)

    assert found.is_local
    assert "sslmode" not in found.parameters
    assert found.name == "register sen on this computer"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://db.example/sen",
        "postgresql+psycopg://10.0.0.7/sen",
        "postgresql+psycopg:///sen?service=register",
        "postgresql+psycopg://localhost/sen?hostaddr=10.0.0.7",
        "postgresql+psycopg:///sen?host=localhost,db.example",
        "postgresql+psycopg://db.example/sen?sslmode=verify-full",
    ],
)
def test_off_this_computer_the_connection_is_verified(url: str) -> None:
    found = address(url)

    assert not found.is_local
    assert found.parameters["sslmode"] == "verify-full"
    assert found.parameters["gssencmode"] == "disable"


def test_a_server_that_only_the_environment_names_is_off_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGHOST", "db.example")

    assert not address("postgresql+psycopg:///sen").is_local


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_a_weaker_connection_is_refused(mode: str) -> None:
    with pytest.raises(UsageError, match=f"sslmode={mode} is refused"):
        address(f"postgresql+psycopg://db.example/sen?sslmode={mode}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://jo:secret@db.example/sen", "password"),
        ("postgresql+psycopg://db.example/sen?password=secret", "password"),
        ("postgresql+psycopg://db.example/sen?sslpassword=secret", "password"),
        ("postgresql+psycopg://db.example/sen?options=-csearch_path%3Dx", "options"),
        ("postgresql+psycopg://db.example:port/sen", "cannot be read"),
    ],
    ids=["password", "password asked", "key's password", "options", "port"],
)
def test_what_an_address_may_not_say_is_refused(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        address(url)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("statement", "spoken", "order"),
    [
        ("SELECT ?, '50 %', ?", "SELECT %s, '50 %%', %s", (0, 1)),
        ("SELECT ?2 WHERE x = ?1 OR y = ?1", "SELECT %s WHERE x = %s OR y = %s", (1, 0, 0)),
        ("SELECT '?' WHERE x = ?", "SELECT '?' WHERE x = %s", (0,)),
        ("FROM a CROSS JOIN b ON b.n = a.n", "FROM a JOIN b ON b.n = a.n", ()),
        ("FROM change INDEXED BY change_pupil WHERE", "FROM change  WHERE", ()),
        ("WHERE +pupil.id = ?", "WHERE pupil.id = %s", (0,)),
        ("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?",
         "SELECT rowid FROM found_in_search(%s) LIMIT %s", (0, 1)),
        ("INSERT INTO search(search) VALUES ('delete-all')", "DELETE FROM search", ()),
    ],
)  # fmt: skip
def test_what_only_sqlite_says_is_put_into_postgresqls_words(
    statement: str, spoken: str, order: tuple[int, ...]
) -> None:
    assert dialect.spoken(statement) == (spoken, order)


@pytest.mark.parametrize("word", ["NOCASE", "INSERT OR ", "ifnull(", "group_concat(", " GLOB "])
def test_services_say_nothing_that_sqlite_alone_understands(word: str) -> None:
    services = Path(sendtui.__file__).parent / "services"

    saying = [p.name for p in services.glob("*.py") if word in p.read_text(encoding="utf-8")]

    assert saying == []


def test_without_the_driver_the_line_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "find_spec", lambda _: None)

    with pytest.raises(SendtuiError, match=r'pip install "sendtui\[register\]"'):
        server.connect(address("postgresql+psycopg:///sen"))


def test_a_case_file_is_opened_without_the_driver() -> None:
    loaded = "import sys; from sendtui.services import casefile, register; print(*sys.modules)"

    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )

    assert not {"psycopg", "sqlalchemy.dialects.postgresql"} & set(told.stdout.split())
