"""English: the clinic’s side."""

SENTENCES: dict[str, str] = {
    "clinic.side": "Clinic",
    "clinic.settings": "Settings",
    "settings.lead": "A change is saved at once, and pages that patients have open follow.",
    "settings.saved": "Saved.",
    "settings.section.clinic_info": "Clinic Info & Locations",
    "settings.section.cancellation": "Cancellation",
    "settings.section.security": "Security",
    "settings.bounds": "A whole number from {minimum} to {maximum}.",
    "settings.refused": "Choose a whole number from {minimum} to {maximum}. It is still {value}.",
    "settings.touches.no_visits": "No upcoming visits now.",
    "settings.touches.one_visit": "1 upcoming visit.",
    "settings.touches.visits": "{count} upcoming visits.",
    "settings.touches.shown": "On record: {shown}.",
    "settings.touches.nothing": "The clinic has not given one yet.",
}
