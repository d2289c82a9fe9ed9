# /// script
# requires-python = ">=3.11"
# dependencies = ["nicegui==3.18.0; sys_platform == 'linux'"]
# ///
"""A peer: the same rows by NiceGUI, with what it does by itself. It is run with packages of its own.

uv run --locked --script serve.py PORT FACTS
"""

import json
import sys
from pathlib import Path

from nicegui import ui

PORT, FACTS = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())


@ui.page("/rows", title="Portal")
def rows() -> None:
    ui.label("Upcoming").classes("text-h4")
    with ui.list():
        for row in FACTS["rows"]:
            _visit(row["title"], row["day_line"])


def _visit(title: str, day_line: str) -> None:
    with ui.item(), ui.item_section():
        ui.item_label(title).classes("text-bold")
        ui.item_label(day_line)
        ui.button("Cancel", on_click=lambda: ui.notify("Cancelled"))


if __name__ == "__main__":
    ui.run(host="127.0.0.1", port=PORT, language="en-US", reload=False, show=False, show_welcome_message=False)
