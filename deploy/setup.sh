#!/bin/sh
# The virtual environment, from the lock. Debian ships Python without ensurepip: installed where we
# are root, named where we are not.
set -eu

if [ ! -x "$VENV/bin/python" ]; then
    if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "selfcare-bot needs Python 3.11 or newer; set PYTHON=/path/to/python3." >&2
        exit 1
    fi
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        else
            echo "Please install the package python3-venv first (as root: apt-get install python3-venv)." >&2
            exit 1
        fi
    fi
    echo "Making the virtual environment ..."
    "$PYTHON" -m venv "$VENV"
fi
echo "Installing the locked packages ..."
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements.lock
touch "$VENV/.installed"
