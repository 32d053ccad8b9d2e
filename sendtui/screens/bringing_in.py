"""What an empty case file begins with: a school's list, or an authority's cases."""

from sendtui.screens.widgets.face import Face


def what(face: Face) -> str:
    """What is there to be brought in, to whoever would bring it."""
    return "your case list" if face.is_authority else "your school’s list"


def begin(face: Face) -> None:
    """Open the import of it."""
    face.open_exchange("cases" if face.is_authority else "import")
