"""What letters say of whoever writes them: name, address, SENDIASS, the mediation adviser."""

from collections.abc import Mapping

from sendtui.services import amend, writes
from sendtui.services.records import invalid
from sendtui.store.store import Store

FIELDS = ("name", "address", "phone", "senco", "senco_contact", "sendiass", "mediation",
          "local_offer")  # fmt: skip
"""The fields of the own setting that stand in letters."""


def head(store: Store) -> amend.Form:
    """The own setting's fields, with the versions to hand back with a change."""
    return amend.form(store, "setting", store.setting)


@writes
def change(
    store: Store, values: Mapping[str, object], bases: amend.Bases | None = None
) -> tuple[str, ...]:
    """Change what letters say of whoever writes them; the fields that changed.

    Raises InvalidError for a field that does not stand in letters.
    """
    for name in values:
        if name not in FIELDS:
            invalid(name, "", f"does not stand in letters. What does: {', '.join(FIELDS)}")
    return amend.amend(store, "setting", store.setting, values, bases)
