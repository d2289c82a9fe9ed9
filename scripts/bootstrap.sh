#!/usr/bin/env bash
# Installs what is missing for `make demo`, `make test` and `make check`, on Debian or Ubuntu with Python 3.11 or later.
# What is there already is left alone: a second run takes a fraction of a second.
#
#   scripts/bootstrap.sh demo|test|check
set -euo pipefail
cd "$(dirname "$0")/.."

readonly PURPOSE="${1:-demo}"
readonly UV_HOME=.cache/uv
export PATH="$PWD/$UV_HOME/bin:$PATH"
export DEBIAN_FRONTEND=noninteractive
# Trust what the system trusts: a network may have a certificate authority of its own.
[[ ! -s /etc/ssl/certs/ca-certificates.crt ]] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
updated=no

main() {
    mkdir -p .cache
    ensure_uv
    ensure_packages
    [[ $PURPOSE == check ]] || ensure_libraries
    [[ $PURPOSE != test ]] || { ensure_test_servers; ask_for_quick_browser; }
}

ensure_uv() {
    ! uv --version >/dev/null 2>&1 || return 0
    local python
    python=$(find_python)
    say "installing uv into $UV_HOME"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "$(basename "$("$python" -c 'import os, sys; print(os.path.realpath(sys.executable))')")-venv"
    fi
    "$python" -m venv --clear "$UV_HOME"
    "$UV_HOME/bin/python" -m pip install --quiet --disable-pip-version-check uv
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or later is needed, and was not found."
}

# One stamp for each purpose remembers which lock file its packages were installed from.
ensure_packages() {
    local stamp=".venv/.installed-$PURPOSE" wanted
    wanted=$(cat uv.lock pyproject.toml | sha256sum)
    [[ ! -f $stamp || $(<"$stamp") != "$wanted" ]] || return 0
    say "installing Python packages (node comes with them)"
    if [[ $PURPOSE == demo ]]; then
        uv sync --quiet --frozen --inexact --no-dev --group demo
    else
        uv sync --quiet --frozen --inexact --group demo
    fi
    echo "$wanted" >"$stamp"
}

# What the PDFs are set with; they bring their own font.
ensure_libraries() {
    local missing=() known
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    [[ $known == *libpango-1.0.so.0* ]] || missing+=(libpango-1.0-0)
    [[ $known == *libpangoft2-1.0.so.0* ]] || missing+=(libpangoft2-1.0-0)
    [[ $known == *libharfbuzz-subset.so.0* ]] || missing+=(libharfbuzz-subset0)
    [[ ${#missing[@]} -eq 0 ]] || apt_install "${missing[@]}"
}

ensure_test_servers() {
    local missing=()
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
    command -v redis-server >/dev/null || missing+=(redis-server)
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    command -v heif-convert >/dev/null || missing+=(libheif-examples)
    command -v turnserver >/dev/null || missing+=(coturn)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    [[ ${#missing[@]} -eq 0 ]] || apt_install "${missing[@]}"
}

# Chromium without windows around its pages: the same engine, and the browser's tests take half the time. They do with
# Chromium itself where it cannot be had, which is asked once.
ask_for_quick_browser() {
    local stamp=.cache/no-headless-shell
    ! command -v chromium-headless-shell >/dev/null && [[ ! -f $stamp ]] || return 0
    (apt_install chromium-headless-shell) 2>/dev/null || { touch "$stamp"; say "the tests use Chromium as it is"; }
}

apt_install() {
    local as_root=()
    command -v apt-get >/dev/null || fail "Please install with your system's package manager: $*"
    if [[ $(id -u) -ne 0 ]]; then
        sudo -n true 2>/dev/null || fail "These system packages are missing: $*. Install them with: sudo apt-get install $*"
        as_root=(sudo -n --preserve-env=DEBIAN_FRONTEND)
    fi
    say "installing system packages: $*"
    if [[ $updated == no ]]; then
        "${as_root[@]}" apt-get update -qq </dev/null
        updated=yes
    fi
    "${as_root[@]}" apt-get install -y -qq --no-remove --no-install-recommends "$@" </dev/null >.cache/apt.log 2>&1 \
        || { tail -20 .cache/apt.log >&2; fail "apt-get could not install: $*"; }
}

say() { echo "bootstrap: $*"; }

fail() {
    echo "bootstrap: $*" >&2
    exit 1
}

main
