"""What SENCOs and caseworkers do, done on a register: the services' own tests, run once more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copies import ON
from tests.registers import server

SERVICES = Path(__file__).parents[2] / "services"
ASKING = (
    *("amend", "bulk", "case_due", "case_receive", "caseload", "cases", "cohorts"),
    *("confidential", "custom_fields", "dates", "deciding", "due", "exchange", "exports"),
    *("impact", "letters"),
    *("new_year", "outbox", "provision_map", "pupils", "receive", "register", "revoking"),
    *("annex_a", "everything", "retention", "returns", "same", "search", "insight", "feedback"),
    *("checklists", "information", "inclusion_strategy"),
)
"""Those with questions of their own to the store."""


@pytest.mark.slow
def test_services_do_on_a_register_what_they_do_on_a_file() -> None:
    server()
    rooms = [str(SERVICES / f"test_{name}.py") for name in ASKING]

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *rooms],
        env={**os.environ, ON: "register"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-4_000:]
