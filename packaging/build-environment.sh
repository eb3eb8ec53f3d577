# Sourced by run, test and CI: lets ccache find its results again whatever folder the sources lie in.
if command -v ccache >/dev/null 2>&1; then
    export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$PWD}"
    export CCACHE_NOHASHDIR=true
    export CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros}"
    export CCACHE_PCH_EXTSUM=true
fi
