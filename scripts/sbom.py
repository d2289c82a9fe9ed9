"""List what this version is made of, as CycloneDX: `dist/sbom-python.json` and `dist/sbom-npm.json`."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
VERSION = "0.1.0"
"""Of the folder that holds the npm lock file: npm lists nothing that has none."""


def main() -> None:
    """Write both lists."""
    DIST.mkdir(exist_ok=True)
    export = ["uv", "export", "--quiet", "--frozen", "--no-dev", "--all-extras", "--format", "cyclonedx1.5"]
    subprocess.run([*export, "-o", DIST / "sbom-python.json"], check=True, cwd=ROOT)
    (DIST / "sbom-npm.json").write_text(npm())
    for file in ("sbom-python.json", "sbom-npm.json"):
        print(f"dist/{file}: {len(json.loads((DIST / file).read_text())['components'])} parts")


def npm() -> str:
    """Let npm list the packages that the pages are built from. Its node comes with our own Python packages."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(ROOT / "reflex.lock/package-lock.json", place)
        package = json.loads((ROOT / "reflex.lock/package.json").read_text())
        (place / "package.json").write_text(json.dumps(package | {"version": VERSION}))
        command = ["npm", "sbom", "--legacy-peer-deps", "--package-lock-only", "--sbom-format", "cyclonedx"]
        done = subprocess.run(
            command, check=True, cwd=place, env=os.environ | {"PATH": path}, capture_output=True, text=True
        )
    return done.stdout


main()
