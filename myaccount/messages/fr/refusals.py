"""French: what the rules turn down, with the next step."""

SENTENCES: dict[str, str] = {
    "refused.refused": "Ce n’est pas possible.",
    "refused.not_found": "Introuvable. L’élément a peut-être été modifié ou retiré.",
    "refused.not_allowed": "Vous n’y avez pas accès ici. Communiquez avec la clinique au besoin.",
    "refused.already_done": "C’est déjà fait, par vous dans une autre fenêtre ou par la clinique.",
    "refused.contact_to_cancel": "Ce rendez-vous ne peut plus être annulé en ligne. Communiquez avec la clinique pour l’annuler.",
    "refused.cannot_begin": "L’appel ouvre 60 minutes avant le rendez-vous et ferme à la fin de celui-ci.",
    "refused.wrong_credentials": "Ce nom d’utilisateur et ce mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
    "refused.too_many_tries": "Trop d’essais. Attendez {minutes} min, puis réessayez.",
    "refused.link_expired": "Ce lien est expiré ou a déjà servi. Demandez-en un nouveau.",
    "refused.not_acceptable": "{reason}",
    "refused.bug": "Un problème est survenu de notre côté. Vérifiez si c’est fait avant de réessayer. Si cela se reproduit, donnez ce numéro à la clinique : {reference}",
}
