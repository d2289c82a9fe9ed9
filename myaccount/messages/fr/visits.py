"""French: appointments and what can be done with them."""

SENTENCES: dict[str, str] = {
    "visit.online": "Visite vidéo",
    "visit.today": "Aujourd’hui",
    "visit.tomorrow": "Demain",
    "verdict.free_until": "Annulation sans frais jusqu’au {when}, {zone}",
    "verdict.just_booked": "Réservation toute récente : vous pouvez annuler jusqu’à {time}",
    "verdict.inside_period": "Moins de {hours} avant la visite : communiquez avec la clinique pour annuler",
    "verdict.contact_clinic": "Communiquez avec la clinique pour modifier ou annuler cette visite",
    "verdict.under_way": "En cours",
    "hours.one": "{count} heure",
    "hours.many": "{count} heures",
    "state.reserved": "Retenu",
    "state.booked": "Réservé",
    "state.arrived": "Honoré",
    "state.no_show": "Manqué",
    "state.cancelled": "Annulé",
    "state.archived": "Retiré",
    "state.cancelled_on": "Annulé le {day}",
}
