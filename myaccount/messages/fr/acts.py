"""French: what the pages say of an act, and of time passing."""

SENTENCES: dict[str, str] = {
    "visit.cancelled": "Rendez-vous annulé. Rien n’a été facturé.",
    "visit.cancelled.prepaid": "Rendez-vous annulé.",
    "call_page.open.patient": "L’appel est ouvert. Votre professionnel vous y rejoint.",
    "call_page.open.practitioner": "L’appel est ouvert. La personne vous y rejoint.",
    "call_page.opens": "L’appel ouvre le {when}, 60 minutes avant le rendez-vous.",
    "call_page.closed": "Il n’y a pas d’appel à joindre pour ce rendez-vous en ce moment.",
    "history.bad_date": "Écrivez chaque date dans l’ordre année, mois, jour, par exemple 2026-03-07.",
    "history.wrong_order": "La première date suit la dernière. Inversez-les, puis filtrez de nouveau.",
    "idle.line": "Vous n’avez pas utilisé le portail depuis un moment. Il vous déconnectera dans {minutes} minutes pour "
    "protéger vos renseignements de santé.",
    "ended.self": "Vous êtes déconnecté.",
    "ended.all": "Vous avez été déconnecté partout. Connectez-vous pour continuer.",
    "ended.password_change": "Votre mot de passe a changé : toutes les autres connexions ont pris fin. Connectez-vous avec "
    "le nouveau.",
    "ended.idle": "Vous avez été déconnecté après {minutes} minutes pour protéger vos renseignements de santé. "
    "Connectez-vous pour continuer.",
    "ended.absolute": "Une connexion dure un temps limité pour protéger vos renseignements de santé. Connectez-vous pour "
    "continuer.",
    "ended.operator": "Les responsables du portail ont mis fin à votre connexion. Connectez-vous pour continuer.",
}
