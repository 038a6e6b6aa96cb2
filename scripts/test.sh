#!/usr/bin/env bash
# Install what the tests need and run them:  bash scripts/test.sh [PYTEST OPTIONS]
# The page is tested in a real Chromium; where it is missing and cannot be installed, those tests are skipped and say so.
set -euo pipefail
cd "$(dirname "$0")/.."
venv="${VENV:-.venv}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -e ".[dev]"
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 ||
    echo "chromium could not be installed: the browser tests will be skipped" >&2
fi
"$venv/bin/python" -m pytest "$@"
