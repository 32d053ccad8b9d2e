"""Whose a stream is, as a person says it: the pupil's name and class, or the setting's name."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from sendtui.services.tables import in_parts, table


def names_of(connection: Connection, streams: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Stream → the name a pupil goes by and their class, or a setting's name and "".

    What is not here, or was removed, is left out.
    """
    pupil, setting = table("pupil"), table("setting")
    surname = func.coalesce(func.nullif(pupil.c.preferred_surname, ""), pupil.c.surname)
    forename = func.coalesce(func.nullif(pupil.c.preferred_forename, ""), pupil.c.forename)
    found: dict[str, tuple[str, str]] = {}
    for part in in_parts(streams):
        asked = select(pupil.c.id, surname, forename, pupil.c.class_name)
        for id_, last, first, class_name in connection.execute(asked.where(pupil.c.id.in_(part))):
            found[id_] = (", ".join(filter(None, (last, first))), class_name)
        places = select(setting.c.id, setting.c.name).where(setting.c.id.in_(part))
        for id_, name in connection.execute(places):
            found[id_] = (name, "")
    return found
