#!/usr/bin/env bash
# Lets two scanners loose on a portal that is served for it on this machine: sqlmap and wapiti, as a stranger and as a
# patient. Installs them from Debian when they are missing; they are programs of their own and no part of the product.
#
#   scripts/scan.sh [FOLDER]     what they wrote is kept there (dist/scan); finding anything is a failure
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/bootstrap.sh check
if ! command -v sqlmap >/dev/null || ! command -v wapiti >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends sqlmap wapiti >/dev/null
fi
PATH="$PWD/.cache/uv/bin:$PATH" exec uv run --frozen --no-sync python -m tests.attack.scan "$@"
