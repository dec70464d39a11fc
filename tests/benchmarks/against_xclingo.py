"""Explanations of the same rules by xclingo and by this engine, side by side. Run: python tests/benchmarks/against_xclingo.py [FOLDER].

Makes an environment in FOLDER (a temporary one without it), installs xclingo there, and prints one table as Markdown. Both are whole
processes, each with the same limits of time, memory and output; xclingo is asked for one explanation of the goal with every rule labelled.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import families

SECONDS, MEMORY, OUTPUT = 60, 4 << 30, 1 << 30
SIZES = {"chain": (10, 100, 1000), "negated chain": (10, 100, 1000), "width": (10, 100, 1000), "diamond": (5, 10, 15, 20, 100)}
ROOT = Path(__file__).parents[2]
ENGINE = "from guideline.cli import main; main()"


class Run(NamedTuple):
    """How a process ended: seconds, bytes and lines of output, and what stopped it, if anything."""

    seconds: float
    size: int
    lines: int
    stopped: str

    def __str__(self) -> str:
        return self.stopped or f"{self.seconds:.2f} s, {self.lines:,} lines, {_bytes(self.size)}"


def measured(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Run:
    """Runs a process within the limits, its output kept in a file and counted."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))

    out, errors = folder / "out.txt", folder / "errors.txt"
    start = time.perf_counter()
    with out.open("wb") as stream, errors.open("wb") as complaints:
        try:
            code = subprocess.run(
                command, stdout=stream, stderr=complaints, timeout=SECONDS, check=False, preexec_fn=limit, env=environment
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
    seconds = time.perf_counter() - start
    size = out.stat().st_size
    with out.open("rb") as stream:
        lines = sum(1 for _ in stream)
    last = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or [""]
    out.unlink()
    stopped = ""
    if code is None:
        stopped = f"stopped after {SECONDS} s at {_bytes(size)}"
    elif code:
        stopped = f"failed after {seconds:.1f} s at {_bytes(size)}: {last[0][:70]}"
    return Run(seconds, size, lines, stopped)


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.1f} kB"


def xclingo(folder: Path) -> Path:
    """The program, installed in an environment of its own."""
    program = folder / "xclingo" / "bin" / "xclingo"
    if not program.exists():
        venv.create(folder / "xclingo", with_pip=True)
        subprocess.run([program.with_name("pip"), "install", "--quiet", "xclingo"], check=True, stderr=subprocess.DEVNULL)
    return program


def main(folder: Path) -> None:
    """Prints the table."""
    program = xclingo(folder)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    environment = os.environ | {"GUIDELINE_CACHE": "off", "PYTHONPATH": str(ROOT)}
    sys.stdout.write(f"{version}; limits: {SECONDS} s, {_bytes(MEMORY)} of memory, {_bytes(OUTPUT)} of output\n\n")
    sys.stdout.write("| family | size | xclingo | `guideline explain --why say --length full` |\n| --- | --- | --- | --- |\n")
    for name, sizes in SIZES.items():
        for size in sizes:
            rules = families.FAMILIES[name](size)
            pack = folder / f"{name.replace(' ', '_')}_{size}"
            case = families.pack_of(rules, pack)
            plain = pack / "program.txt"
            plain.write_text(families.program_of(rules), encoding="utf-8")
            theirs = measured([str(program), "-n", "1", "1", str(plain)], pack, dict(os.environ))
            ours = [sys.executable, "-c", ENGINE, "explain", str(case), "--pack", str(pack), "--why", "say", "--length", "full"]
            sys.stdout.write(f"| {name} | {size} | {theirs} | {measured(ours, pack, environment)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
