"""The screens over one case file, by keys alone."""

import os

# A frame is due when its lines are there: the library's own sixtieth of a second, of which it
# skips one after a frame that took long, is as much as a search takes. Read when it is imported.
os.environ.setdefault("TEXTUAL_FPS", "240")
