#!/bin/sh
# Build the wheel and the sdist, install the wheel alone in a new environment, and run it away from the checkout.
set -eu

python=${PYTHON:-.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m pip install --quiet build
"$python" -m build --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
ls "$work"/dist/*.tar.gz >/dev/null
"$python" -m venv --without-pip "$work/venv"
"$python" -m pip --python "$work/venv/bin/python" install --quiet "$work"/dist/*.whl
(cd "$work" && venv/bin/journeymap demo --output demo >demo.txt)
test -s "$work/demo/shoe-shop/map.svg"
echo "the wheel alone runs journeymap demo"
