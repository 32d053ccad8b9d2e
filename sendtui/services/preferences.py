"""How the case file is set: what belongs to this copy and whoever sits at it, and the setting's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sendtui.errors import UsageError
from sendtui.services import writes
from sendtui.services.tables import table
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.rules.clocks.review import Anchor

IDLE_MINUTES = 10
LONGEST_IDLE = 120

TOLD = "passphrase_told"
"""The note of a made-up case file that holds its passphrase, which anybody may know."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """Who is at the keyboard, for which setting, and after how many idle minutes it locks.

    `is_authority`: whether the setting is a local authority; otherwise it is a school. `told` is
    the passphrase of a made-up case file, to be shown on its lock; "" for any other.
    """

    author: str
    role: str
    setting_name: str
    idle_minutes: int
    is_authority: bool = False
    told: str = ""


def desktop(store: Store) -> Desktop:
    """Who is at the keyboard and how they have it."""
    setting = table("setting")
    with store.read() as session:
        named = setting.select().with_only_columns(setting.c.name, setting.c.sort)
        own = session.execute(named.where(setting.c.id == store.setting)).first()
        name, sort = own or ("", "")
        kept = store.note("idle_minutes")
        return Desktop(
            author=store.author,
            role=store.note("role"),
            setting_name=name,
            idle_minutes=int(kept) if kept else IDLE_MINUTES,
            is_authority=sort == "la",
            told=store.note(TOLD),
        )


def twelve_months_from(store: Store) -> "Anchor":
    """What the next 12 months of a plan count from: the decision, unless the setting says so."""
    from sendtui.services.case_known import anchor_in

    with store.read() as session:
        return anchor_in(session.connection())


@writes
def count_twelve_months_from(store: Store, anchor: str) -> None:
    """Count the next 12 months from the last review's `decision` or from its `meeting`."""
    from sendtui.rules.clocks.review import ARGUED
    from sendtui.services.case_known import ANCHOR

    if anchor not in ARGUED:
        raise UsageError(f"Count from one of: {', '.join(ARGUED)}.")
    with store.write("Say what the 12 months count from") as tx:
        tx.put("setting", store.setting, {ANCHOR: anchor})


@writes
def lock_after(store: Store, minutes: int) -> None:
    """Lock after so many minutes without a key, from 1 to 120."""
    if not 1 <= minutes <= LONGEST_IDLE:
        raise UsageError(f"Lock after 1 to {LONGEST_IDLE} minutes.")
    store.keep_note("idle_minutes", str(minutes))
