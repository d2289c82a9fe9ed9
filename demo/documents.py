"""The documents of the demo's patients: texts, a PDF that the portal's own press has set, and a drawing."""

from pathlib import Path
from typing import Any

from demo.drawing import calf_stretch
from demo.logo import LOGO, logo
from myaccount.domain.chart_text import blocks
from myaccount.press.engine import print_papers
from myaccount.views.papers import ChartPaper, Issuer

PROGRAM, DRAWING = "documents/Knee exercise program.pdf", "documents/Calf stretch.png"


def documents() -> list[dict[str, Any]]:
    """List what the clinic has of Alice, most of it shared with her, and of Camille, in French."""
    return [
        _document("program", "alice", "Knee exercise program", "exercise_program", "today-3d", file=PROGRAM),
        _document("stretch", "alice", "Calf stretch, step by step", "exercise_program", "today-3d", file=DRAWING),
        _document("progress", "alice", "Progress report, right knee", "progress_report", "today-10d", text=PROGRESS),
        _document("plan", "alice", "Treatment plan, right knee", "treatment_plan", "today-31d", text=PLAN),
        _document("note", "alice", "Visit note", "chart_entry", "today-3d", text=NOTE, shared=False),
        _document("plan-fr", "camille", "Plan de traitement, épaule", "treatment_plan", "today-6d", text=PLAN_FR),
    ]


def write_files(folder: Path) -> None:
    """Make the files that the clinic file names, once."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    if not (folder / PROGRAM).exists():
        (folder / PROGRAM).write_bytes(print_papers([program()]))
    if not (folder / DRAWING).exists():
        (folder / DRAWING).write_bytes(calf_stretch())
    if not (folder / LOGO).exists():
        (folder / LOGO).write_bytes(logo())


def _document(
    name: str, who: str, title: str, folder: str, dated: str, *, shared: bool = True, **content: str
) -> dict[str, Any]:
    kind = "file" if "file" in content else "chart_entry"
    facts = {"id": f"{who}-{name}", "patient": who, "kind": kind, "title": title, "folder": folder}
    return {**facts, "shared": shared, "dated": dated, **content}


def program() -> ChartPaper:
    """Write down what stands on the exercise program."""
    return ChartPaper(
        lang="en",
        title="Knee exercise program",
        kind="Exercise program",
        issuer=Issuer(
            "Cedar Heron Health", "Cedar Heron Health Inc.", "118 Heron Walk, Vancouver BC", "604-555-0100",
            "hello@cedar.test", "#1f6f5c",
        ),
        patient="Alice Moreau",
        dated="Four weeks, then we look at it again",
        author="Sam Patel, physiotherapist",
        blocks=tuple(blocks(EXERCISES)),
    )  # fmt: skip


EXERCISES = """\
# Every day, morning and evening

1. **Heel slides.** On your back, slide the heel towards you and away again. 15 times, slowly.
2. **Straight leg raise.** Tighten the thigh, lift the straight leg a hand's breadth, hold for 5 seconds. 10 times.
3. **Calf stretch at the wall.** Back heel down, lean forward until it pulls. 30 seconds, three times a side.

# Three times a week

1. **Sit to stand.** From a chair, without your hands. Three rounds of 8.
2. **Step ups.** A low step, the right foot first, the knee over the toes. Three rounds of 10.
3. **Balance.** Stand on the right leg beside the kitchen counter. 45 seconds, three times.

# How much is too much

- A pull, or pain of up to 3 out of 10 that is gone within the hour, is fine.
- Swelling, or pain that is there the next morning: do half, and leave out the step ups for two days.

Stop and call us if the knee locks, gives way, or becomes hot.
"""

PROGRESS = """\
# Where we began

Six weeks ago the right knee bent to **95 degrees** and hurt on every stair. You walked for ten minutes at a time.

# What has changed

- It bends to **128 degrees**, the left one to 135.
- Stairs up without pain; down, still careful.
- You walk for 40 minutes, three times a week.

# What we do next

1. Strength, with the new exercise program.
2. Step downs, from next week on.
3. We measure again in four weeks.
"""

PLAN = """\
# Goal

Back to hiking on even ground by the spring, without pain on the way down.

# What we do

- Physiotherapy once a week for six weeks, then every other week
- Exercises at home, about 15 minutes a day
- Massage of the thigh where it helps

# When we look at it again

After the sixth visit, or earlier if the knee swells.
"""

NOTE = """\
# Subjective

Better on stairs. Woke once with an ache after the longer walk on Sunday.

# Objective

Flexion 128, no effusion. Single leg stance 38 s.

# Plan

Step downs from next week. Measure again in four weeks.
"""

PLAN_FR = """\
# But

Lever le bras au-dessus de l’épaule sans douleur, et reprendre la natation au printemps.

# Ce que nous ferons

- Physiothérapie une fois par semaine pendant cinq semaines
- Exercices à la maison, dix minutes par jour

# Prochaine réévaluation

À la sixième visite.
"""
