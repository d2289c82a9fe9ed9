"""The intake forms of the demo: what the clinic asks, one that waits for Alice, and one she submitted last year."""

from typing import Any

TEMPLATE = "physio-intake"


def form_templates() -> list[dict[str, Any]]:
    """List what the clinic asks: before a first visit, and again each year."""
    return [
        {
            "id": TEMPLATE,
            "name": "Physiotherapy intake",
            "trigger": "first_visit",
            "card": "optional",
            "questions": QUESTIONS,
        },
        {
            "id": "yearly-update",
            "name": "Yearly health update",
            "trigger": "every",
            "every_months": 12,
            "questions": YEARLY,
        },
    ]


def forms() -> list[dict[str, Any]]:
    """List Alice's forms."""
    return [
        {"id": "alice-intake", "template": TEMPLATE, "patient": "alice", "due": "today+1d"},
        {
            "id": "alice-yearly",
            "template": "yearly-update",
            "patient": "alice",
            "state": "submitted",
            "submitted": "now-300d",
            "answers": {
                "changes": True,
                "what": "I have started running again, twice a week.",
                "medicines": ["Pain relievers now and then"],
                "sign": "typed\nAlice Moreau",
            },
        },
    ]


def _question(name: str, kind: str, label: str, **facts: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": label, **facts}


HURTS = {"question": "hurts", "answers": ["yes"]}
MEDICINES = ["None", "Pain relievers now and then", "Pain relievers every day", "Blood thinners", "Something else"]

QUESTIONS = [
    _question("today", "heading", "What brings you in", help="In your own words. There are no wrong answers."),
    _question("reason", "long_text", "What would you like help with?", required=True),
    _question("since", "date", "When did it begin?", help="About is good enough."),
    _question("hurts", "checkbox", "Does it hurt?"),
    _question("pain", "scale", "How much, at its worst?", required=True, low="Hardly", high="The worst I can imagine",
              show_if=HURTS),
    _question("where", "multiple_choice", "Where does it hurt?", show_if=HURTS,
              choices=["Neck", "Shoulder", "Back", "Hip", "Knee", "Ankle or foot", "Somewhere else"]),
    _question("goal", "short_text", "What would you like to be able to do again?"),
    _question("health", "heading", "Your health", help="This helps us choose what is safe for you."),
    _question("conditions", "multiple_choice", "Do you have any of these?", flags=["Osteoporosis", "A pacemaker"],
              choices=["High blood pressure", "Diabetes", "Osteoporosis", "A pacemaker", "Asthma"]),
    _question("medicines", "multiple_choice", "Which medicines do you take?", choices=MEDICINES,
              flags=["Blood thinners"]),
    _question("surgery", "single_choice", "Have you had surgery in the last two years?", required=True,
              choices=["Yes", "No"]),
    _question("surgery-what", "short_text", "What was done?", required=True,
              show_if={"question": "surgery", "answers": ["Yes"]}),
    _question("sleep", "number", "How many hours do you sleep?", minimum=0, maximum=24),
    _question("doctor", "short_text", "Who is your family doctor?"),
    _question("doctor-phone", "phone", "Their phone number"),
    _question("referral", "file", "A referral or a scan, if you have one"),
    _question("agreement", "heading", "Your agreement"),
    _question("consent", "consent", "Consent to physiotherapy", required=True, text=(
        "Physiotherapy may include exercises, hands-on treatment, heat, cold and acupuncture needles.\n\n"
        "Your physiotherapist explains what they suggest, what it is for, what else could be done, and what may "
        "happen, such as soreness for a day or two. You can ask anything, and you can stop at any "
        "time, also in the middle.\n\n"
        "What you tell us stays between you and the people who treat you here, unless the law requires otherwise or "
        "you ask us to pass it on."
    )),
    _question("sign", "signature", "Your signature", required=True),
]  # fmt: skip

YEARLY = [
    _question("changes", "checkbox", "Has anything about your health changed in the last year?"),
    _question("what", "long_text", "What has changed?", required=True,
              show_if={"question": "changes", "answers": ["yes"]}),
    _question("medicines", "multiple_choice", "Which medicines do you take?", choices=MEDICINES),
    _question("sign", "signature", "Your signature", required=True),
]  # fmt: skip
