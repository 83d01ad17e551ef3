#!/bin/sh
# Install what some tests need beside Python: a browser, fonts with Korean faces, Graphviz.
# Does nothing where it is all there; says so and goes on where it cannot be installed: the tests that
# need it are then skipped with a reason (and fail when CI=true).
set -u

missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v dot >/dev/null || missing="$missing graphviz"
fc-list 2>/dev/null | grep -q "Noto Sans CJK" || missing="$missing fonts-noto-cjk fonts-noto-color-emoji"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "not installed here (no apt-get):$missing"
    exit 0
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
echo "installing:$missing"
if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null; then
    echo "could not be installed:$missing"
fi
exit 0
