"""What every fuzzer shares: a fresh corpus, a process of its own, and the input that broke it."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris

HANG_SECONDS = 10
MEMORY_MB = 512
CORPUS, WORDS = "corpus", "words.dict"


def main(
    setup: Callable[[list[str]], None], seeds: Sequence[bytes], *, words: Sequence[str] = ()
) -> int:
    """Run the fuzzer for `--seconds`; return 1 where it found something.

    `setup` gets the options and prepares atheris; `words` are what mutations are made of.
    """
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of libFuzzer; 0 is another each time")
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.folder:
        setup(_options(arguments.seconds, arguments.seed, Path(arguments.folder)))
        atheris.Fuzz()
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / CORPUS).mkdir()
        for number, content in enumerate(seeds):
            (folder / CORPUS / f"seed{number}").write_bytes(content)
        if words:
            (folder / WORDS).write_text("\n".join(map(_quoted, words)), encoding="ascii")
        return _run(Path(sys.argv[0]), arguments.seconds, arguments.seed, folder)


def _run(script: Path, seconds: int, seed: int, folder: Path) -> int:
    options = ["--seconds", str(seconds), "--seed", str(seed), "--folder", str(folder)]
    run = subprocess.run(
        [sys.executable, str(script), *options],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, "RUST_BACKTRACE": "0"},
    )
    said = (run.stdout + run.stderr).splitlines()
    lines = [line for line in said if not line.startswith(("INFO:", "#"))]
    shown = [line for line in lines if line.startswith(("stat::", "Done"))][-8:]
    if run.returncode:
        shown = lines[-60:]
        for found in folder.glob("*-*"):
            kept = Path(tempfile.gettempdir()) / f"{script.stem}_{found.name}"
            kept.write_bytes(found.read_bytes())
            shown.append(f"The input is kept as {kept}")
    sys.stdout.write("\n".join(shown) + "\n")
    return 1 if run.returncode else 0


def _options(seconds: int, seed: int, folder: Path) -> list[str]:
    options = [
        sys.argv[0],
        str(folder / CORPUS),
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    return [*options, f"-dict={folder / WORDS}"] if (folder / WORDS).exists() else options


def _quoted(word: str) -> str:
    return '"' + "".join(f"\\x{byte:02X}" for byte in word.encode()) + '"'
