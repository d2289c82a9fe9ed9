# /// script
# requires-python = ">=3.11"
# dependencies = ["typst==0.15.2; sys_platform == 'linux'"]
# ///
"""The floor of a printed paper: for each line of JSON that comes in, a receipt is set by typst, and its size told.

A first line says that it is ready.

uv run --locked --script press.py FONTS [FILE]

FONTS is the folder of the typefaces. The last receipt is kept in FILE, where one is named.
"""

import sys
from pathlib import Path

import typst

FONTS, KEPT = Path(sys.argv[1]), sys.argv[2:]
RECEIPT = Path(__file__).parent / "receipt.typ"


def main() -> None:
    compiler = typst.Compiler(RECEIPT, font_paths=[FONTS], ignore_system_fonts=True)
    print("ready", flush=True)
    for line in sys.stdin:
        printed = compiler.compile(format="pdf", sys_inputs={"paper": line}, pdf_standards="ua-1")
        for name in KEPT:
            Path(name).write_bytes(printed)
        print(len(printed), flush=True)


if __name__ == "__main__":
    main()
