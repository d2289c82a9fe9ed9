"""French: the clinic’s side."""

SENTENCES: dict[str, str] = {
    "clinic.side": "Clinique",
    "clinic.settings": "Paramètres",
    "settings.lead": "Un changement est enregistré aussitôt, et les pages que les patients ont ouvertes suivent.",
    "settings.saved": "Enregistré.",
    "settings.section.clinic_info": "Clinique et établissements",
    "settings.section.cancellation": "Annulation",
    "settings.section.security": "Sécurité",
    "settings.bounds": "Un nombre entier de {minimum} à {maximum}.",
    "settings.refused": "Choisissez un nombre entier de {minimum} à {maximum}. La valeur reste {value}.",
    "settings.touches.no_visits": "Aucune visite à venir en ce moment.",
    "settings.touches.one_visit": "1 visite à venir.",
    "settings.touches.visits": "{count} visites à venir.",
    "settings.touches.shown": "Au dossier : {shown}.",
    "settings.touches.nothing": "La clinique n’en a pas encore indiqué.",
}
