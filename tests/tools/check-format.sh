#!/usr/bin/env bash
# Fails when clang-format would change a source file; names the files.
set -eu
cd "$(dirname "$0")/../.."
git ls-files 'app/*.cpp' 'app/*.h' 'core/*.cpp' 'core/*.h' 'ui/*.cpp' 'ui/*.h' 'tests/*.cpp' 'tests/*.h' |
    xargs clang-format --dry-run --Werror
