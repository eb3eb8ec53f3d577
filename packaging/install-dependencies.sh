#!/usr/bin/env bash
# Installs what packages.txt names and this machine lacks. Usage: install-dependencies.sh [--test]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
groups="build run"
[ "${1:-}" = "--test" ] && groups="build run test"

if ! command -v apt-get >/dev/null 2>&1; then
    if command -v cmake >/dev/null 2>&1 && command -v ninja >/dev/null 2>&1; then
        exit 0 # CMake says what else is missing
    fi
    cat >&2 <<'TEXT'
Signalbox installs its dependencies by itself on Debian and Ubuntu only. Elsewhere, install these first:
  Fedora   sudo dnf install gcc-c++ cmake ninja-build ccache qt6-qtbase-devel qt6-qtwebsockets-devel qt6-qtsvg-devel qt6-qtdeclarative-devel qscintilla-qt6-devel boost-devel simdjson-devel openssl-devel sqlite-devel zlib-devel pcre2-devel qrencode-devel
  Arch     sudo pacman -S gcc cmake ninja ccache qt6-base qt6-websockets qt6-svg qt6-declarative qscintilla-qt6 boost simdjson openssl sqlite zlib pcre2 qrencode
  macOS    brew install cmake ninja ccache qt qscintilla2 boost simdjson openssl@3 sqlite pcre2 qrencode
  Windows  Qt 6.4 or later with its WebSockets module from the Qt installer; vcpkg install boost-beast qscintilla simdjson openssl sqlite3 zlib pcre2 libqrencode
TEXT
    exit 1
fi

missing=()
have=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
while read -r group names; do
    case " $groups " in *" $group "*) ;; *) continue ;; esac
    grep -qxE "${names//+/\\+}" <<<"$have" || missing+=("$names")
done < <(grep -vE '^(#|$)' "$here/packages.txt")
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Please install as root: ${missing[*]}" >&2; exit 1; }
    sudo=sudo
fi
echo "Installing: ${missing[*]}" >&2
$sudo apt-get update -qq >&2
chosen=()
for names in "${missing[@]}"; do
    for name in ${names//|/ }; do
        if apt-cache show "$name" >/dev/null 2>&1; then chosen+=("$name"); break; fi
    done
done
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${chosen[@]}" >&2
