"""Run the benchmarks and print them: a table for people, then one line of JSON.

python -m tests.bench [--strict] [NAME ...]

Only ratios count: both sides of one are timed in turn, in one run, and the median of the pairs is taken.
With `--strict`, a missed limit is a failure. A line without a limit shows a floor. What cannot be had here (Chromium,
uv for Django, NiceGUI and typst, npm for Lighthouse) leaves its lines "not run", and their limits do not count.
"""

import json
import sys
import traceback

from tests.bench import (
    books,
    calls,
    crowd,
    downloads,
    entries,
    events,
    first_load,
    first_rows,
    forms,
    growth,
    long_form,
    papers,
    patients,
    reminders,
    scores,
    sign_in,
    slots,
    starting,
)
from tests.bench.ratio import Line

BENCHES = {
    "starting": starting.run,
    "first_load": first_load.run,
    "first_rows": first_rows.run,
    "scores": scores.run,
    "events": events.run,
    "crowd": crowd.run,
    "sign_in": sign_in.run,
    "entries": entries.run,
    "forms": forms.run,
    "long_form": long_form.run,
    "growth": growth.run,
    "books": books.run,
    "reminders": reminders.run,
    "patients": patients.run,
    "slots": slots.run,
    "papers": papers.run,
    "downloads": downloads.run,
    "calls": calls.run,
}
STRICT, HELP = "--strict", "--help"


def main(words: list[str]) -> None:
    if HELP in words:
        print(__doc__, f"Names: {', '.join(BENCHES)}", sep="\n")
        return
    names = [word for word in words if word != STRICT] or list(BENCHES)
    results: list[Line] = []
    broken: list[str] = []
    print(f"{'what':66}{'ours':>14}{'reference':>14}{'ratio':>7}{'limit':>8}")
    for name in names:
        try:
            for result in BENCHES[name]():
                print(result.as_row(), flush=True)
                results.append(result)
        except Exception:  # the others are measured all the same
            traceback.print_exc()
            broken.append(name)
    print(json.dumps([result.as_dict() for result in results]))
    sys.exit(bool(broken) or (STRICT in words and any(result.is_missed for result in results)))


if __name__ == "__main__":
    main(sys.argv[1:])
