#!/usr/bin/env bash
# Install newskg into .venv and build the graph of the shipped sample page:  bash scripts/sample.sh [OUT]
set -euo pipefail
cd "$(dirname "$0")/.."
venv="${VENV:-.venv}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -e .
"$venv/bin/kg" build --sample -o "${1:-out}"
