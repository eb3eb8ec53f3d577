"""Builds what is measured, and what is kept under load."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "docs", "performance.md")


def build_optimised(*targets, window=False):
    """Returns the folder: with the window another than without."""
    folder = os.path.join(ROOT, "build", "bench-window" if window else "bench")
    return _build(folder, f"--preset release -B '{folder}' -DSIGNALBOX_WINDOW={'ON' if window else 'OFF'} "
                          "-DSIGNALBOX_PRECOMPILE=ON -DBUILD_TESTING=ON", targets)


def build_sanitized(*targets):
    """With address and undefined-behaviour sanitizers; returns the folder."""
    return _build(os.path.join(ROOT, "build", "asan"), "--preset asan", targets)


def _build(folder, configuration, targets):
    script = (f"cd '{ROOT}' && . packaging/build-environment.sh && cmake {configuration} >&2 && "
              f"cmake --build '{folder}' --target {' '.join(targets)} >&2")
    if subprocess.run(["bash", "-c", script]).returncode != 0:
        sys.exit("the build failed")
    return folder


def load():
    """How busy the machine is, for the figures' head: of its cores, so many were asked for over the last minute."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} cores were busy before"
