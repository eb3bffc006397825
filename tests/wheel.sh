#!/usr/bin/env bash
# Build the wheel of the last commit, install it far from the checkout, use it there, and run the tests against it:
# what is published is what was tested.  tests/wheel.sh [PYTHON [ARGUMENT OF PYTEST ...]]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "$(command -v "${1:-python3}")")  # a venv's own link, not what it leads to
shift || true
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT

mkdir "$away/source"
git archive HEAD | tar --extract --directory "$away/source"
cd "$away/source"
"$python" -m venv "$away/venv"
pip() { "$away/venv/bin/pip" --quiet --disable-pip-version-check "$@"; }
pip wheel --no-deps --wheel-dir "$away" .
rm -r bot retrieval  # from here on there is the wheel alone
wheel=$(echo "$away"/onrecord-*.whl)
pip install --constraint constraints.txt "$wheel"
export HOME=$away PATH=$away/venv/bin:$PATH

ends() {  # ends CODE COMMAND ...
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  [ "$code" = "$wanted" ] || { echo "$* ended with $code instead of $wanted" >&2; exit 1; }
}
(
  cd "$away"
  ends 0 onrecord --version
  ends 0 onrecord ask "Who said recognition of Crimea would be legally invalid?"
  ends 1 onrecord ask "Who painted the lamps of the union?"
  ends 0 onrecord rehearse --schema > /dev/null
  ends 1 onrecord health --port 9
)
echo "It works with what it needs alone. Its tests:"

pip install --constraint constraints.txt "${wheel}[dev]"
pytest "$@"
