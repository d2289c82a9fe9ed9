"""Run the benchmarks and print them: a table for people, then one line of JSON.

Only ratios count: both sides of one are timed in turn, in one run, and the median of the pairs is taken.
"""

import json
import sys

from tests.bench import growth
from tests.bench.ratio import Ratio

BENCHES = {"growth": growth.run}


def main(names: list[str]) -> None:
    results = [result for name in names or BENCHES for result in BENCHES[name]()]
    print(table(results))
    print(json.dumps([result.as_dict() for result in results]))
    sys.exit(any(result.is_missed for result in results))


def table(results: list[Ratio]) -> str:
    lines = [f"{'what':60}{'ours':>12}{'reference':>12}{'ratio':>8}{'at most':>9}"]
    for one in results:
        ours, reference = f"{one.ours * 1000:.2f} ms", f"{one.reference * 1000:.2f} ms"
        mark = "  missed" if one.is_missed else ""
        lines.append(f"{one.name:60}{ours:>12}{reference:>12}{one.ratio:8.2f}{one.at_most:9.2f}{mark}")
    return "\n".join(lines)


main(sys.argv[1:])
