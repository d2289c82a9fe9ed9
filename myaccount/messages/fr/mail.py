"""French: mail. A line break in a body starts a new paragraph."""

SENTENCES: dict[str, str] = {
    "mail.link_hint": "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :",
    "mail.footer": "Vous recevez ce courriel de {clinic}, où vous avez un dossier.",
    "mail.welcome.subject": "Bienvenue dans Mon compte, {clinic}",
    "mail.welcome.title": "Bonjour {first_name}, votre compte vous attend",
    "mail.welcome.body": "Dans Mon compte, vous voyez vos rendez-vous ({clinic}) et vous les modifiez en ligne.\nPour commencer, choisissez un nom d’utilisateur et un mot de passe. Le lien fonctionne une seule fois, pendant 7 jours.",
    "mail.welcome.button": "Créer mon compte",
    "mail.reset.subject": "Un nouveau mot de passe pour Mon compte, {clinic}",
    "mail.reset.title": "Un nouveau mot de passe pour le compte de {first_name}",
    "mail.reset.body": "Quelqu’un a demandé un nouveau mot de passe pour le compte de {first_name} ({clinic}). Le nom d’utilisateur est {username}.\nOuvrez le lien, ou tapez ce code dans la page où vous avez fait la demande. Les deux fonctionnent une seule fois, pendant 30 minutes.\nSi ce n’était pas vous, ne faites rien : le mot de passe reste le même.",
    "mail.reset.button": "Choisir un nouveau mot de passe",
    "mail.password_changed.subject": "Votre mot de passe de Mon compte a été changé",
    "mail.password_changed.title": "Le mot de passe de {first_name} a été changé",
    "mail.password_changed.body": "Le mot de passe du compte de {first_name} ({clinic}) vient d’être changé. Tous les autres appareils ont été déconnectés.\nSi ce n’était pas vous, communiquez tout de suite avec la clinique.",
    "mail.sessions_ended.subject": "Vos connexions à Mon compte ont pris fin",
    "mail.sessions_ended.title": "Le compte de {first_name} a été déconnecté partout",
    "mail.sessions_ended.body": "Les responsables de Mon compte ({clinic}) ont mis fin à toutes les connexions du compte de {first_name}. Votre mot de passe est le même; connectez-vous de nouveau quand vous en aurez besoin.\nSi vous ne vous y attendiez pas, communiquez avec la clinique.",
    "mail.visit_cancelled.subject": "Votre rendez-vous du {day} est annulé",
    "mail.visit_cancelled.title": "Le rendez-vous de {first_name} est annulé",
    "mail.visit_cancelled.body": "Ce rendez-vous ({clinic}) est annulé :\n{treatment}\n{when}\nPour un autre moment, communiquez avec la clinique.",
}
