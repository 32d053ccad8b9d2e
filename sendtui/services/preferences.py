"""What belongs to this copy alone and to whoever sits at it: never sent, never logged."""

from dataclasses import dataclass

from sendtui.errors import UsageError
from sendtui.services import writes
from sendtui.services.tables import table
from sendtui.store.store import Store

IDLE_MINUTES = 10
LONGEST_IDLE = 120


@dataclass(frozen=True, slots=True)
class Desktop:
    """Who is at the keyboard, for which setting, and after how many idle minutes it locks."""

    author: str
    role: str
    setting_name: str
    idle_minutes: int


def desktop(store: Store) -> Desktop:
    """Who is at the keyboard and how they have it."""
    setting = table("setting")
    with store.read() as session:
        name = session.execute(
            setting.select().with_only_columns(setting.c.name).where(setting.c.id == store.setting)
        ).scalar()
        kept = store.note("idle_minutes")
        return Desktop(
            author=store.author,
            role=store.note("role"),
            setting_name=name or "",
            idle_minutes=int(kept) if kept else IDLE_MINUTES,
        )


@writes
def lock_after(store: Store, minutes: int) -> None:
    """Lock after so many minutes without a key, from 1 to 120."""
    if not 1 <= minutes <= LONGEST_IDLE:
        raise UsageError(f"Lock after 1 to {LONGEST_IDLE} minutes.")
    store.keep_note("idle_minutes", str(minutes))
