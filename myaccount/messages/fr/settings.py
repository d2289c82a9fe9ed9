"""French: the clinic’s switches."""

SENTENCES: dict[str, str] = {
    "setting.show_phone": "Afficher le téléphone de la clinique",
    "setting.show_phone.help": "Les patients voient le numéro lorsqu’on les invite à communiquer avec la clinique.",
    "setting.show_email": "Afficher le courriel de la clinique",
    "setting.show_email.help": "Les patients voient l’adresse lorsqu’on les invite à communiquer avec la clinique.",
    "setting.show_clinic_time_zone": "Préciser le fuseau de l’heure",
    "setting.show_clinic_time_zone.help": "Les visites en personne nomment la ville de leur heure, par exemple « heure de Vancouver ». Les visites vidéo le font toujours.",
    "setting.client_pronouns": "Pronoms des patients",
    "setting.client_pronouns.help": "Les patients peuvent indiquer leurs pronoms dans leurs coordonnées. Désactivé, ce qu’ils ont indiqué est conservé sans que personne le voie.",
    "setting.allow_cancellations": "Permettre les annulations",
    "setting.allow_cancellations.help": "Les patients annulent leurs rendez-vous en ligne, jusqu’au délai d’annulation.",
    "setting.cancellation_period_hours": "Délai d’annulation (heures)",
    "setting.cancellation_period_hours.help": "Passé ce délai, on invite les patients à communiquer avec la clinique.",
    "setting.idle_sign_out_minutes": "Déconnexion après inactivité (minutes)",
    "setting.idle_sign_out_minutes.help": "Les patients sont déconnectés après ce temps sans utiliser le portail.",
}
