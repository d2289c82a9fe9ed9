#!/usr/bin/env bash
# Removes the demo's data folder, and nothing that does not look like one.
set -euo pipefail
folder="${1:?the demo's data folder}"
[[ -d $folder ]] || { echo "There is nothing to reset: $folder does not exist."; exit 0; }
if [[ ! -f $folder/myaccount.db ]]; then
    echo "$folder holds no demo (there is no myaccount.db in it), so it is left alone." >&2
    exit 1
fi
rm -rf -- "$folder"
echo "The demo starts afresh: $folder was removed."
