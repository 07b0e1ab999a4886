"""Makes `.venv` from the locked list of packages. Runs before anything is installed: standard library only."""

from __future__ import annotations

import fcntl
import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "run.txt"
DEVELOPMENT_LOCK = ROOT / "requirements" / "dev.txt"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def ensure(lock: Path = LOCK) -> None:
    """Make or refresh the environment; a quick no-op when the lock has not changed.

    Raises SystemExit with one sentence when it cannot be made.
    """
    if is_fresh(lock):
        return
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if is_fresh(lock):
            return
        print("Preparing Divan: this takes a minute or two the first time.", flush=True)
        if not _works():
            _create()
        _install(lock)
        shutil.copyfile(lock, _stamp(lock))


def is_fresh(lock: Path = LOCK) -> bool:
    """Whether the environment is the one that the lock describes."""
    stamp = _stamp(lock)
    return PYTHON.exists() and stamp.exists() and filecmp.cmp(lock, stamp, shallow=False)


def _stamp(lock: Path) -> Path:
    """A copy of the lock that was installed last; written at the very end, so an interrupted run is repeated."""
    return ENVIRONMENT / f"{lock.stem}-lock"


def _works() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _create() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", ENVIRONMENT], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        sys.stderr.write(made.stdout + made.stderr)
        raise SystemExit(
            f"The environment in {ENVIRONMENT} could not be made: see above; on Debian and Ubuntu install "
            "the package python3-venv, and make sure that the folder is writable and the disk not full."
        )


def _install(lock: Path) -> None:
    # Without --no-compile half of the time goes into modules that nothing imports.
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
    ]
    installed = subprocess.run([*command, "--require-hashes", "--requirement", lock], check=False)
    if installed.returncode != 0:
        raise SystemExit(
            "The packages that Divan needs could not be installed: see above, check the network connection "
            "and the room on the disk, and start it again."
        )


if __name__ == "__main__":
    ensure(DEVELOPMENT_LOCK if "--development" in sys.argv[1:] else LOCK)
