"""Names of files made from what people are called."""

import pytest

from sendtui.rules.file_names import file_stem


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("A. Senco, Puddleby Common", "a-senco-puddleby-common"),
        ("../../etc/passwd", "etc-passwd"),
        ("[/x] : * ?", "x"),
        ("…", "file"),
        ("", "file"),
        ("Zoë 花子_1", "zoë-花子-1"),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_name_becomes_a_file_s_name_anywhere(words: str, stem: str) -> None:
    assert file_stem(words) == stem
