"""Where the sample data lies, for tests that check against it; they skip where there is none."""

import os
from pathlib import Path

import pytest


def _found() -> Path | None:
    named = os.environ.get("SENDTUI_SAMPLES")
    beside = Path(__file__).resolve().parents[2] / "shared" / "samples"
    folder = Path(named) if named else beside
    return folder if folder.is_dir() else None


SAMPLES: Path | None = _found()
"""The folder of sample data: `SENDTUI_SAMPLES`, or `../shared/samples` beside the repository."""

needs_samples = pytest.mark.skipif(SAMPLES is None, reason="no sample data here")
