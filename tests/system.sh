#!/bin/sh
# Install programs from Debian's packages: graphviz for the drawing; with `all` also what some tests need: a browser,
# what drives it, fonts with Korean faces, the Java of the HTML validator, what reads PDF, and LibreOffice, and by npm Mermaid. Does nothing where they are there; says
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
# What Mermaid itself makes of diagrams is compared with what is read here; npm brings it, without what it stands on.
mermaid=11.17.2
kept="${XDG_CACHE_HOME:-$HOME/.cache}/journeymap"
if [ "${1:-}" = all ] && [ ! -s "$kept/mermaid-$mermaid.min.js" ]; then
    if command -v npm >/dev/null; then
        echo "installing: mermaid $mermaid"
        work=$(mktemp -d)
        if (cd "$work" && npm pack --silent "mermaid@$mermaid" && tar -xzf ./*.tgz package/dist/mermaid.min.js) >/dev/null; then
            mkdir -p "$kept" && mv "$work/package/dist/mermaid.min.js" "$kept/mermaid-$mermaid.min.js"
        else
            echo "could not be installed: mermaid"
        fi
        rm -rf "$work"
    else
        echo "not installed here (no npm): mermaid"
    fi
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
