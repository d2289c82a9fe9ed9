"""French: what the guard answers by itself."""

SENTENCES: dict[str, str] = {
    "guard.no_clinic": "Aucune clinique ne répond à cette adresse. Vérifiez-la ou demandez la bonne à votre clinique.",
    "guard.no_such_page": "Il n’y a pas de page ici.",
    "guard.other_origin": "Ce formulaire venait d’un autre site : rien n’a été fait. Ouvrez la page ici et réessayez.",
    "calendar.name": "Mes rendez-vous, {clinic}",
    "calendar.summary": "Rendez-vous à {clinic}",
}
