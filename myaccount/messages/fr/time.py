"""French: whose time it is."""

SENTENCES: dict[str, str] = {
    "time.zone": "heure de {city}",
    "time.zone.vowel": "heure d’{city}",
}
