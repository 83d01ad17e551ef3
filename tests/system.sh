#!/bin/sh
# Install programs from Debian's packages: graphviz for the drawing; with `all` also what some tests need: a browser,
# what drives it, fonts with Korean faces, the Java of the HTML validator, what reads PDF, and LibreOffice. Does nothing where they are there; says
# so and goes on where they cannot be installed: the graph is then drawn by a wheel or not at all, and the tests that
# need one of them are skipped with a reason (and fail when CI=true).
set -u

missing=""
command -v dot >/dev/null || missing="graphviz"
if [ "${1:-}" = all ]; then
    command -v chromium >/dev/null || missing="$missing chromium"
    command -v java >/dev/null || missing="$missing default-jre-headless"
    command -v pdftotext >/dev/null || missing="$missing poppler-utils"
    ls /usr/lib/libreoffice/program/libswlo.so /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 ||
        missing="$missing libreoffice-writer libreoffice-calc"
    ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || missing="$missing libatomic1"
    fc-list 2>/dev/null | grep -q "Noto Sans CJK" || missing="$missing fonts-noto-cjk fonts-noto-color-emoji"
fi
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
