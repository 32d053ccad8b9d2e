"""The exports, read by the program's own reader: what went out is what comes in."""

import io
from datetime import date

import pytest

import seed
from seed.exports import PRODUCTS, SHAPES, Product, Shape
from sendtui.formats import register_in
from sendtui.models.incoming import IncomingPupil, Rejected

TODAY = date(2026, 11, 20)
PUPILS = 420


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_what_went_out_is_what_comes_in(product: Product, shape: Shape) -> None:
    school = seed.school(PUPILS, TODAY)
    file = io.BytesIO()
    seed.exports.write(school.lines, product, shape, file)
    file.seek(0)

    found = list(register_in.read(file, f"list.{shape}", as_at=TODAY))

    read = {p.upn: p for p in found if isinstance(p, IncomingPupil)}
    assert not [r for r in found if isinstance(r, Rejected)]
    for line in school.lines:
        pupil = read.pop(line.upn)
        needs = line.needs if line.status != "N" else ()
        assert (pupil.surname, pupil.forename, pupil.born) == (
            line.surname,
            line.forename,
            line.born,
        )
        assert (pupil.status, pupil.sex or line.sex) == (line.status, line.sex)
        assert pupil.class_name == line.class_name
        assert [code for code, _ in pupil.needs] == [code for code, _, _ in needs]
    assert not read
