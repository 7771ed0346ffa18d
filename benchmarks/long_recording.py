"""How long it takes until an hour of sound is seen in the browser, and what it costs; beside decoding it whole there.

    python -m benchmarks.long_recording [SECONDS]

Needs playwright and a Chromium (CHROMIUM names it, default /usr/bin/chromium). Prints a line a figure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
SHOWN = """() => new Promise((done) => {
  const look = () => {
    const numbers = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const filled = (canvas) => canvas?.width && numbers(canvas).some((one, at) => at % 4 === 0 && one > 40);
    const outline = document.querySelector(".audio-outline canvas");
    const levels = document.querySelector(".audio-levels canvas");
    if (filled(outline)) window.outlineAt ??= performance.now();
    if (filled(levels)) window.levelsAt ??= performance.now();
    if (window.outlineAt && window.levelsAt) done([window.outlineAt, window.levelsAt]);
    else requestAnimationFrame(look);
  };
  look();
})"""
FRAMES = """() => new Promise((done) => {
  const times = [];
  const stage = document.querySelector("[data-stage]");
  const { left, top, width } = stage.getBoundingClientRect();
  const step = (now) => {
    times.push(now);
    if (times.length > 90) return done(times.slice(1).map((each, at) => each - times[at]));
    const deltaY = times.length < 45 ? -60 : 60;
    const at = { clientX: left + width / 3, clientY: top + 90 };
    stage.dispatchEvent(new WheelEvent("wheel", { deltaY, ...at, bubbles: true, cancelable: true }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
WHOLE = """async (url) => {
  const start = performance.now();
  const data = await (await fetch(url)).arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(data);
  return [performance.now() - start, (decoded.length * decoded.numberOfChannels * 4) / 1e6];
}"""


def record(path: Path, seconds: int) -> None:
    """Noise with a tone that comes and goes, a minute at a time."""
    rng, at = np.random.default_rng(0), np.arange(RATE * 60) / RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for minute in range(seconds // 60):
            tone = 0.6 * np.sin(2 * np.pi * (200 + 50 * minute) * at) * (np.sin(2 * np.pi * at / 7 + minute) > 0.3)
            numbers = np.clip(tone + 0.05 * rng.standard_normal(len(at)), -1, 1)
            file.writeframes((numbers * 32767).astype("<i2").tobytes())


def memory_of(pid: int) -> float:
    """The greatest resident size of a process so far, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def processor_of(pid: int) -> float:
    """The processor time of a process so far, in ms; it does not grow when the machine has other work as well."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def renderers() -> dict[int, float]:
    """The greatest resident sizes of Chromium's page processes, in MB, by process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"--type=renderer" in path.read_bytes():
                found[int(path.parent.name)] = memory_of(int(path.parent.name))
        except (OSError, StopIteration):
            continue
    return found


def main(seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sounds, project = Path(folder) / "sounds", Path(folder) / "project"
        sounds.mkdir()
        record(sounds / "long.wav", seconds)
        asknext = [sys.executable, "-m", "asknext"]
        made = [*asknext, "init", str(project), "--data", str(sounds), "--task", "regions", "--labels", "a,b"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*asknext, "serve", str(project), "--port", "8877"], stdout=subprocess.DEVNULL)
        try:
            look(server.pid)
        finally:
            server.terminate()
            server.wait()


def look(server: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script("try { localStorage.setItem('asknext.tour', 'seen'); } catch {}")
        opened(page)
        before, worked = memory_of(server), processor_of(server)
        outline, levels = page.evaluate(SHOWN)
        told("outline of the whole recording seen (ms)", outline)
        told("frequencies of the whole recording seen (ms)", levels)
        told("processor time of the server for that (ms)", processor_of(server) - worked)
        told("server, largest size before and after (MB)", before, memory_of(server))
        sizes = renderers()
        largest = max(sizes, key=lambda pid: sizes[pid])
        worked = processor_of(largest)
        frames = sorted(page.evaluate(FRAMES))
        told("zooming in and out by the wheel, frame time p50 and p95 (ms)", frames[45], frames[85])
        told("processor time of the page's process a frame (ms)", (processor_of(largest) - worked) / 91)
        told("script memory of the page (MB)", page.evaluate("performance.memory.usedJSHeapSize / 1e6"))
        told("page process, largest size (MB)", max(renderers().values()))
        took, size = page.evaluate(WHOLE, "/api/v1/items/0/media")
        told("decoding it whole in the browser instead: time (ms), numbers (MB)", took, size)
        told("page process after that, largest size (MB)", max(renderers().values()))
        browser.close()


def opened(page: Any) -> None:
    for _ in range(100):
        try:
            page.goto("http://127.0.0.1:8877/label", wait_until="commit")
            return
        except Exception:
            time.sleep(0.2)


def told(what: str, *numbers: float) -> None:
    print(f"{what}: {', '.join(f'{each:,.0f}' for each in numbers)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3600)
