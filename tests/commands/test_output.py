"""Tables: folded to the terminal that shows them, and whole for everything else."""

import pytest

from sendtui.commands.output import Output

LINES = (
    {"Name": "Story retelling with the same strips", "Since": "14/02/2026", "Pupils": 5},
    {"Name": "Talking time", "Since": "01/09/2026", "Pupils": None},
)
HEADINGS = ("Name", "Since", "Pupils")


def test_a_table_wider_than_the_terminal_is_folded_between_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = Output(room=34).table(HEADINGS, LINES)

    assert shown == 2
    assert capsys.readouterr().out.splitlines() == [
        "Name            Since       Pupils",
        "Story           14/02/2026  5",
        "retelling with",
        "the same",
        "strips",
        "Talking time    01/09/2026",
    ]


@pytest.mark.parametrize("room", [0, 20, 200])
def test_a_table_is_whole_where_there_is_room_or_no_word_may_break(
    capsys: pytest.CaptureFixture[str], room: int
) -> None:
    Output(room=room).table(HEADINGS, LINES)

    head, first, second = capsys.readouterr().out.splitlines()
    assert head.index("Since") == first.index("14/02/2026") == second.index("01/09/2026") == 38
