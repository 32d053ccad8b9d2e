"""`python -m seed --pupils 420 --format sims FILE.csv`: a made-up school as its MIS saves it."""

import argparse
from datetime import date
from pathlib import Path

from seed import exports, school


def main(words: list[str] | None = None) -> int:
    """Write the file that was asked for and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m seed", description=__doc__)
    parser.add_argument("file", metavar="FILE", type=Path, help="ends in .csv or .xlsx")
    parser.add_argument("--pupils", type=int, default=420, metavar="N")
    parser.add_argument("--format", choices=exports.PRODUCTS, default="sims")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
    asked = parser.parse_args(words)
    shape = asked.file.suffix.lower().removeprefix(".")
    if shape not in exports.SHAPES:
        parser.error(f"{asked.file.name} should end in .csv or .xlsx")
    if asked.pupils < 1:
        parser.error("--pupils needs at least 1")
    made = school(asked.pupils, asked.today or date.today(), asked.seed)  # noqa: DTZ011
    with asked.file.open("wb") as file:
        exports.write(made.lines, asked.format, shape, file)
    print(f"{asked.file}: {sum(1 for _ in made.lines)} pupils, as {asked.format} saves them")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
