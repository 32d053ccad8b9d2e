"""The program's own two looks; every built-in theme of the terminal library works beside them.

Both are drawn for long reading: little colour, text well above 7:1 on its ground, and the accent
kept for where the keys go.
"""

from textual.theme import Theme

DARK = Theme(
    name="sendtui-dark",
    primary="#6fb3b8",
    secondary="#a3b1c6",
    accent="#e0b25c",
    foreground="#e4e6ea",
    background="#15181d",
    surface="#21262e",
    panel="#272d36",
    boost="#2b313b",
    success="#86c28b",
    warning="#e0b25c",
    error="#ee8b82",
    dark=True,
    variables={
        # A plain colour: a mix with the ground is lost where text is styled piece by piece.
        "text-muted": "#9ca5b3",
        "block-cursor-background": "#6fb3b8",
        "block-cursor-foreground": "#0d1013",
        "block-cursor-text-style": "bold",
        "footer-background": "#272d36",
        "footer-key-foreground": "#e0b25c",
        "border": "#6fb3b8",
        "border-blurred": "#3a424e",
        "scrollbar": "#3a424e",
        "scrollbar-hover": "#566173",
        "scrollbar-active": "#6fb3b8",
        "scrollbar-background": "#15181d",
        "scrollbar-background-hover": "#15181d",
        "scrollbar-background-active": "#15181d",
    },
)

LIGHT = Theme(
    name="sendtui-light",
    primary="#17646b",
    secondary="#46546a",
    accent="#8a5a00",
    foreground="#1c1f24",
    background="#fbfaf7",
    surface="#eae7df",
    panel="#e3dfd5",
    boost="#e2dfd6",
    success="#256b35",
    warning="#805300",
    error="#a8261c",
    dark=False,
    variables={
        "text-muted": "#4f5661",
        "block-cursor-background": "#17646b",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "footer-background": "#e3dfd5",
        "footer-key-foreground": "#8a5a00",
        "border": "#17646b",
        "border-blurred": "#b9b4a6",
        "scrollbar": "#c9c4b6",
        "scrollbar-hover": "#a29c8b",
        "scrollbar-active": "#17646b",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
    },
)
