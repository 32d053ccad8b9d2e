"""A school and its authority, enrolled with each other, and a pupil of the school."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import case_file, enrolled


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        yield made


@pytest.fixture
def la(tmp_path: Path, school: Store) -> Iterator[Store]:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        enrolled(school, made)
        yield made


@pytest.fixture
def zephyr(school: Store) -> str:
    id_ = invented.pupil(school)
    invented.status(school, id_, "K")
    return id_
