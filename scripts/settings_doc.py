"""Write the table of docs/settings.md from the settings registry: `uv run python scripts/settings_doc.py`."""

import re
from pathlib import Path

from myaccount.domain.origins import MOST, Origins
from myaccount.domain.settings import REGISTRY, Setting
from myaccount.messages import say

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"
START, END = "<!-- settings: written by scripts/settings_doc.py -->", "<!-- /settings -->"


def table() -> str:
    """Lay out every setting as a row."""
    head = ["| setting | label | values | default | what it does |", "|---|---|---|---|---|"]
    return "\n".join([START, *head, *map(row, REGISTRY.values()), END])


def row(setting: Setting) -> str:
    """Lay out one setting."""
    label, help_text = say(f"setting.{setting.key}", "en"), say(f"setting.{setting.key}.help", "en")
    if setting.kind is bool:
        values, default = "on · off", "on" if setting.default else "off"
    elif setting.choices:
        values, default = " · ".join(f"`{choice}`" for choice in setting.choices), f"`{setting.default}`"
    elif setting.kind is str:
        values, default = f"a text of at most {setting.maximum} characters", "none"
    elif setting.kind is Origins:
        values, default = f"a list of at most {MOST} websites", "none"
    elif setting.is_money:
        values, default = f"{setting.minimum}–{setting.maximum} cents", str(setting.default)
    else:
        values, default = f"{setting.minimum}–{setting.maximum}", str(setting.default)
    return f"| `{setting.key}` | {label} | {values} | {default} | {help_text} |"


if __name__ == "__main__":
    before = DOCUMENT.read_text()
    DOCUMENT.write_text(re.sub(f"{START}.*{END}", lambda _: table(), before, flags=re.DOTALL))
