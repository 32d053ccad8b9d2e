"""The record's tables as plain selects see them, for readings that are too large for objects."""

from sendtui.store.parts import AT_ONCE as AT_ONCE
from sendtui.store.parts import in_parts as in_parts
from sendtui.store.shapes import table as table
