"""The rating scale a school begins with: it says what was seen and blames nobody."""

BEGINNING = {
    "effort": (
        ("a great deal", "A great deal of effort"),
        ("steady", "Steady effort"),
        ("on and off", "Effort on and off"),
        ("hard to start", "Found it hard to start"),
        ("not seen", "No chance to see"),
    ),
    "delivered": (
        ("as planned", "As planned"),
        ("most", "Most of it"),
        ("some", "Some of it"),
        ("hardly", "Hardly any yet"),
    ),
    "effect": (
        ("met", "Met"),
        ("nearly", "Nearly met"),
        ("some", "Some progress"),
        ("no change", "No change yet"),
        ("not measured", "Not measured"),
    ),
}
"""Axis → its points in their order, each a code and the words for it."""

MET = ("effect", "met")
"""The axis and code of the point that counts an outcome as met."""
