"""What the questions of Insight share: each thing is read once, however many ask for it."""

from datetime import date
from functools import cached_property

from sendtui.services import due, impact, referrals, roll
from sendtui.services.due_views import Due
from sendtui.services.impact import Impact
from sendtui.services.provision_map import Map
from sendtui.services.referrals import ReferralView
from sendtui.services.roll import Roll
from sendtui.store.store import Store


class Readings:
    """The record as it stands on a day; made anew once anything was written."""

    def __init__(self, store: Store, today: date) -> None:
        self.store = store
        self.today = today

    @cached_property
    def roll(self) -> Roll:
        """Everybody on roll."""
        return roll.read(self.store, self.today)

    @cached_property
    def impact(self) -> Impact:
        """What came of the provision of this school year."""
        return impact.read(self.store, self.today)

    @property
    def map(self) -> Map:
        """The provision of this school year."""
        return self.impact.map

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """Everything that is due."""
        return due.due(self.store, self.today)

    @cached_property
    def referrals(self) -> tuple[ReferralView, ...]:
        """Every referral of pupils who are here."""
        return referrals.all_of(self.store, self.today)
