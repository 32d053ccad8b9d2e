"""sendtui: the SEND record that works offline."""

__version__ = "0.1.0"
