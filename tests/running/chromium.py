"""Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure() -> None:
    """Install Chromium where that is possible; otherwise say what to do. The browser tests then fail."""
    if os.environ.get("DIVAN_CHROMIUM") or any(map(shutil.which, NAMES)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        installed = subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
        if installed.returncode == 0:
            return
    print("Chromium is missing: install it, or name it in DIVAN_CHROMIUM. The browser tests will fail.")
