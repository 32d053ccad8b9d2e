"""A register made, shared and attested by flags, as its operator does it."""

import json

import pytest

from sendtui.__main__ import main
from tests.registers import as_superuser, server, url


def test_an_operator_makes_a_register_and_lets_somebody_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    server()
    with as_superuser() as run:
        run.execute("DROP DATABASE IF EXISTS flags WITH (FORCE)")
        run.execute("CREATE DATABASE flags")
        run.execute("DROP ROLE IF EXISTS by_flags")

    def told(*words: str, role: str = "") -> tuple[int, str]:
        code = main([*words, "--store", url("flags", role)])
        found = capsys.readouterr()
        return code, found.out + found.err

    assert "register init" in told("pupils")[1]
    assert told("register", "init", "--name", "Authority Hollow", "--la", "999")[0] == 0
    assert "already" in told("register", "init", "--name", "Authority Hollow")[1]
    assert "No setting here" in told("register", "team", "north", "--setting", "Nowhere")[1]
    assert told("register", "team", "north", "--setting", "authority hollow")[0] == 0
    assert "which team" in told("register", "admit", "by_flags")[1]
    assert (
        told("register", "admit", "by_flags", "--team", "north", "--called", "B. Y. Flags")[0] == 0
    )
    assert json.loads(told("register", "teams", "--json")[1])[0]["roles"] == ["by_flags"]
    assert "own keys" in told("passwd")[1]
    said = told("register", "attest", "--volume", "LUKS2", "--backup", "nightly, WAL kept 30 days")
    assert said[0] == 0
    code, report = told("doctor", role="by_flags")
    assert "✓ encrypted volume: as its operator says: LUKS2" in report
    assert "✓ you: by_flags" in report
    assert code == 1
    assert "! fsync: off" in report
    assert told("register", "dismiss", "by_flags")[0] == 0
    assert told("pupils", role="by_flags")[0] == 1
