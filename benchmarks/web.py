"""What a newcomer and a clerk wait for: starting, the first page, a long list, a large sheet.

    muster bench web [--profile quick|full] [--json]

Starts the real demo in a folder of its own and asks it over HTTP. `full` also clones the committed
tree and times `make run` from nothing to the first page, and repeats with more seeds.
"""

import gzip
import io
import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHEET_ROWS = 10_000
START_LIMIT_S = 300
OK = 200
ASSET = re.compile(r'(?:href|src)="(/static/[^"#?]+\.(?:css|js|svg))[^"]*"')


def run(profile: str) -> dict[str, Any]:
    """Measure and return the benchmark document."""
    seeds = [1, 2, 3] if profile == "quick" else [1, 2, 3, 4, 5]
    home = Path(tempfile.mkdtemp(prefix="muster-bench-"))
    rows: list[dict[str, Any]] = []
    try:
        if profile == "full":
            rows.append(_row("clean_clone_to_first_page_s", [_clean_clone()], "s", 300))
        else:
            rows.append(
                _missing("clean_clone_to_first_page_s", "s", 300, "only with --profile full")
            )
        with demo(home) as (_url, first):
            pass
        rows.append(_row("first_start_s", [first], "s", None, note="installed, empty home"))
        starts = []
        for _ in seeds:
            with demo(home) as (_url, seconds):
                starts.append(seconds)
        rows.append(_row("second_start_s", starts, "s", 5))
        with demo(home) as (url, _seconds):
            rows += pages(url)
            rows += sheets(url, seeds[:1] if profile == "quick" else seeds[:3])
        rows += responders(seeds if profile == "full" else seeds[:1])
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return {
        "bench": "web",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "seeds": seeds,
        "rows": rows,
    }


@contextmanager
def demo(home: Path) -> Iterator[tuple[str, float]]:
    """Run the demo; yields its address and the seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MUSTER_", "DJANGO_"))}
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "muster", "demo", "--port", str(port)],
        env={**clean, "MUSTER_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(url, process)
        yield url, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def pages(url: str) -> list[dict[str, Any]]:
    """Count what the first pages transfer, compressed, with all their files."""
    import httpx

    with httpx.Client(base_url=url, follow_redirects=True, timeout=60) as client:
        welcome = _transferred(client, "/")
        enter(client, "commander")
        board = _transferred(client, "/command/")
    return [
        _row("first_page_kb", [welcome / 1000], "kB", 60, note="gzip, with every file it names"),
        _row("command_board_kb", [board / 1000], "kB", 60, note="gzip, with every file it names"),
    ]


def sheets(url: str, seeds: list[int]) -> list[dict[str, Any]]:
    """Upload 10,000 rows as a clerk would, look at the preview, commit, take back."""
    import httpx

    previews, commits = [], []
    for seed in seeds:
        with httpx.Client(base_url=url, follow_redirects=True, timeout=120) as client:
            enter(client, "commander")
            began = time.perf_counter()
            page = client.post(
                "/imports/new/",
                data={"kind": "responders.people", **_token(client)},
                files={"file": ("names.xlsx", workbook(seed), "application/octet-stream")},
            )
            previews.append(time.perf_counter() - began)
            batch = str(page.url).rstrip("/")
            began = time.perf_counter()
            client.post(f"{batch}/commit/", data=_token(client))
            _until(client, batch, "committed")
            commits.append(time.perf_counter() - began)
            client.post(f"{batch}/undo/", data=_token(client))
            _until(client, batch, "undone")
    return [
        _row("sheet_10000_preview_s", previews, "s", 3, note="upload to the page of the preview"),
        _row("sheet_10000_commit_s", commits, "s", 20, note="with live progress, by the worker"),
    ]


def responders(seeds: list[int]) -> list[dict[str, Any]]:
    """List 50 of 200,000, in a process of its own; see `responders_list.py`."""
    worst, equal = [], True
    for _ in seeds[:2]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "responders_list.py"), "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            document = json.loads(done.stdout)
        except ValueError:
            note = (done.stderr.strip().splitlines() or ["nothing printed"])[-1]
            return [_missing("list_50_of_200000_cpu_ms", "ms", 60, note)]
        worst.append(document["worst_ms"])
        equal = equal and all(page.get("same_queries", True) for page in document["pages"])
    return [
        _row("list_50_of_200000_cpu_ms", worst, "ms", 60, note="slowest of the filtered pages"),
        _row("list_queries_equal_for_1_and_50", [int(equal)], "", 1, better="higher"),
    ]


def workbook(seed: int) -> bytes:
    """Return a sheet of 10,000 invented people of one unit of the demo."""
    from openpyxl import Workbook

    from muster.engines.text import Sex, invented_id, invented_name

    rng = Random(seed)
    book = Workbook(write_only=True)
    page = book.create_sheet("名单")
    page.append(["姓名", "性别", "证件号码", "手机号", "派出单位"])
    for at in range(SHEET_ROWS):
        born = date(1962 + at % 38, 1 + at % 12, 1 + at % 28)
        name = invented_name(rng, sex=Sex.FEMALE, birth_year=born.year).hans
        number = invented_id(rng, birth=born, sex=Sex.FEMALE)
        page.append([name, "女", number, f"1541{seed:02d}{at:05d}", "市统计局"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def enter(client: Any, role: str) -> None:
    """Act as one of the demo's people."""
    page = client.get("/").text
    accounts = dict.fromkeys(re.findall(r'name="account" value="([0-9a-f-]{36})"', page))
    order = ("commander", "planner", "clerk", "lead", "responder", "maintainer")
    account = list(accounts)[order.index(role)]
    client.post("/drill/act-as/", data={"account": account, **_token(client)})


def _token(client: Any) -> dict[str, str]:
    return {"csrfmiddlewaretoken": client.cookies.get("muster_csrf", "")}


def _until(client: Any, batch: str, state: str) -> None:
    for _ in range(600):
        status = client.get(f"/api/files/imports/{batch.rsplit('/', 1)[1]}").json()
        if status["state"] == state:
            return
        time.sleep(0.1)
    raise TimeoutError(f"The import is still {status['state']}, not {state}")


def _transferred(client: Any, path: str) -> int:
    page = client.get(path)
    total = len(gzip.compress(page.content, 6))
    for asset in dict.fromkeys(ASSET.findall(page.text)):
        content = client.get(asset).content
        total += len(gzip.compress(content, 9))
    return total


def _clean_clone() -> float:
    """Clone what is committed and time `make run` to the first page."""
    folder = Path(tempfile.mkdtemp(prefix="muster-clone-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "muster")], check=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MUSTER_", "VIRTUAL_ENV"))}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"ARGS=--port {port}"],
        cwd=folder / "muster",
        env=clean,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(f"http://127.0.0.1:{port}", process)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    import httpx

    deadline = time.perf_counter() + START_LIMIT_S
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The demo ended before it answered")
        try:
            if httpx.get(f"{url}/", timeout=5).status_code == OK:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError("The demo did not answer")


def _row(
    figure: str,
    values: list[float],
    unit: str,
    reach: float | None,
    *,
    better: str = "lower",
    note: str = "",
) -> dict[str, Any]:
    value = statistics.median(values)
    met = reach is None or (value <= reach if better == "lower" else value >= reach)
    return {
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "low": round(min(values), 3),
        "high": round(max(values), 3),
        "reach": reach,
        "better": better,
        "met": met,
        "peer": None,
        "note": note,
    }


def _missing(figure: str, unit: str, reach: float, note: str) -> dict[str, Any]:
    return {
        "figure": figure, "value": None, "unit": unit, "low": None, "high": None,
        "reach": reach, "better": "lower", "met": False, "peer": None, "note": note,
    }  # fmt: skip
