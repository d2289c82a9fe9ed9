"""English: whose time it is."""

SENTENCES: dict[str, str] = {
    "time.zone": "{city} time",
    "time.zone.vowel": "{city} time",
}
