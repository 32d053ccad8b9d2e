"""Every statutory clock: one module per family, each function giving deadlines from its facts.

`sendtui.rules.clocks.events` is the table of them all. A school calendar is always an argument,
with England's usual year as its default.
"""
