"""Whom one can be at the stand-ins for Google, Facebook and X, and the page on which one chooses."""

from html import escape
from urllib.parse import urlencode

NAMES = {"google": "Google", "facebook": "Facebook", "x": "X"}
PEOPLE = {
    "alice": "Alice Moreau",
    "bob": "Bob Moreau",
    "camille": "Camille Roy",
    "dana": "Dana Oduya",
    "sam": "Sam Field",
    "robin": "Robin Hart",
    "new": "Somebody new",
}
"""Whom one can be, by the name that each has there."""


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name} (demo)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>
:root {{ color-scheme: light dark; --g: #f4f4f2; --s: #fff; --i: #1d1d1b; --q: #595955; --l: #d8d8d3 }}
@media (prefers-color-scheme: dark) {{ :root {{ --g: #171716; --s: #242422; --i: #f2f2ee;
  --q: #b4b4ad; --l: #43433f }} }}
body {{ margin: 0; background: var(--g); color: var(--i); font: 1rem/1.5 system-ui, sans-serif }}
main {{ max-width: 26rem; margin: 8vh auto; padding: 2rem; background: var(--s); border-radius: 16px }}
h1 {{ margin: 0 0 .25rem; font-size: 1.5rem; font-weight: 600 }} p {{ margin: 0 0 1.5rem; color: var(--q) }}
ul {{ margin: 0 0 1rem; padding: 0; list-style: none }} li {{ border-top: 1px solid var(--l) }}
a {{ display: block; padding: .75rem .25rem; color: inherit; text-decoration: none }} a:hover {{ background: var(--g) }}
a small {{ display: block; color: var(--q) }} :focus-visible {{ outline: 2px solid currentcolor; outline-offset: 2px }}
.stop {{ color: var(--q); text-decoration: underline }}</style></head><body><main>
<h1>Choose who you are at {name}</h1><p>This stands in for {name}, and nothing leaves this machine.</p>
<ul>{people}</ul><a class="stop" href="{stop}">Cancel and go back</a></main></body></html>"""


def people_page(provider: str, asked: dict[str, str]) -> str:
    """Write the page: each person, and the way back, carry on what was asked."""
    chosen = [(who, f"/{provider}/chosen?{urlencode(asked | {'who': who})}") for who in PEOPLE]
    people = "".join(
        f'<li><a href="{escape(address)}">{PEOPLE[who]}<small>{email_of(who)}</small></a></li>'
        for who, address in chosen
    )
    stop = escape(f"/{provider}/chosen?{urlencode(asked)}")
    return PAGE.format(name=NAMES[provider], people=people, stop=stop)


def email_of(who: str) -> str:
    """Tell the e-mail address that somebody has there."""
    return f"{who}@mail.test"
