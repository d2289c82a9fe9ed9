"""The drawings: 24 by 24, one line weight. Decoration only; a word always stands beside one."""

import reflex as rx

_PATHS: dict[str, tuple[str, ...]] = {
    "alert": (
        "M12 8v5",
        "M12 16.5v.01",
        "M10.3 4 2.7 17.2A2 2 0 0 0 4.4 20h15.2a2 2 0 0 0 1.7-2.8L13.7 4a2 2 0 0 0-3.4 0Z",
    ),
    "arrow-left": ("M19 12H5", "m11 18-6-6 6-6"),
    "arrow-right": ("M5 12h14", "m13 6 6 6-6 6"),
    "calendar": (
        "M5 5h14a2 2 0 0 1 2 2v11a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V7a2 2 0 0 1 2-2Z",
        "M3 10h18",
        "M8 3v4",
        "M16 3v4",
    ),
    "calendar-add": (
        "M21 12V7a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v11a3 3 0 0 0 3 3h6",
        "M3 10h18",
        "M8 3v4",
        "M16 3v4",
        "M18 15v6",
        "M15 18h6",
    ),
    "check": ("m5 12.5 4.5 4.5L19 7.5",),
    "chevron-down": ("m6 9.5 6 6 6-6",),
    "clinic": ("M12 20.5S3.5 15.6 3.5 9.4A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 8.5 2.4c0 6.2-8.5 11.1-8.5 11.1Z",),
    "clock": ("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M12 7v5l3.5 2"),
    "close": ("M6 6l12 12", "M18 6 6 18"),
    "history": ("M3.5 9A9 9 0 1 1 3 12", "M3 4v5h5", "M12 7.5V12l3 2"),
    "mail": ("M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z", "m3.5 7.5 8.5 6 8.5-6"),
    "more": ("M4 7h16", "M4 12h16", "M4 17h16"),
    "minus": ("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M8 12h8"),
    "offline": (
        "M4 4l16 16",
        "M8.5 15.5a5 5 0 0 1 6 0",
        "M5 12a10 10 0 0 1 4-2.4",
        "M2 8.5a15 15 0 0 1 4-2.6",
        "M14 9.3a10 10 0 0 1 5 2.7",
        "M11 5a15 15 0 0 1 11 3.5",
        "M12 19v.01",
    ),
    "person": ("M12 12a4.25 4.25 0 1 0 0-8.5 4.25 4.25 0 0 0 0 8.5Z", "M4 20.5c.6-3.6 3.8-5.5 8-5.5s7.4 1.9 8 5.5"),
    "phone": (
        "M5 4h3.5l2 5-2.4 1.6a11 11 0 0 0 5.3 5.3L15 13.5l5 2V19a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 3 6.2 2 2 0 0 1 5 4Z",
    ),
    "pin": (
        "M12 21.5s-7-5.6-7-11.2a7 7 0 0 1 14 0c0 5.6-7 11.2-7 11.2Z",
        "M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
    ),
    "settings": (
        "M4 7h9",
        "M17 7h3",
        "M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
        "M4 17h3",
        "M11 17h9",
        "M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
    ),
    "video": ("M5 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Z", "m15 11 6-3.5v9L15 13"),
}


def icon(name: str) -> rx.Component:
    """Draw one of the drawings; screen readers pass over it."""
    lines = [rx.el.path(d=line) for line in _PATHS[name]]
    return rx.el.svg(*lines, view_box="0 0 24 24", aria_hidden="true", class_name=f"icon icon-{name}")
