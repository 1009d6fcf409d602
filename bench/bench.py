"""bench.py BUILD_FOLDER DATA_FOLDER: measures sightmark against yardsticks of the same run and prints
the tables of docs/performance.md. Each round takes yardsticks and subjects in turn, and the least
times are compared: other work on a machine only adds time, and adds more to a program that uses all
cores than to one that uses a single core."""
import datetime
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 21
HERE = pathlib.Path(__file__).parent


def seconds_printed_by(*command):
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(*command):
    """Seconds and peak memory in MB of a command, which must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return seconds, usage.ru_maxrss / 1024


def row(measure, value, bar, is_met):
    print(f"| {measure} | {value} | {bar} | {'yes' if is_met else 'NO'} |", flush=True)


def at_most(measure, value, limit, unit, decimals=0):
    row(measure, f"{value:.{decimals}f}{unit}", f"at most {limit}{unit}", value <= limit)


def bench_runs(build, data, roots, scratch):
    """Reading, charts and the whole of analyze, in turn with json.loads and simdjson."""
    program = str(build / "sightmark")
    out = ("--quiet", "--out", str(scratch / "out"))
    python, simdjson, reading, charts, whole, memory = [], [], [], [], [], 0
    for _ in range(ROUNDS):
        python.append(seconds_printed_by(sys.executable, str(HERE / "json_loads.py"), str(data)))
        simdjson.append(seconds_printed_by(str(build / "bench/simdjson_parse"), str(data)))
        reading.append(seconds_printed_by(str(build / "bench/read_runs"), str(data)))
        charts.append(sum(run(program, command, *roots, *out)[0] for command in ("plots", "captions")))
        seconds, peak = run(program, "analyze", *roots, *out)
        whole.append(seconds)
        memory = max(memory, peak)
    yardstick = min(python)
    print(f"| json.loads over all lines | {yardstick:.3f} s | | |")
    print(f"| simdjson's parse of all lines, one thread | {min(simdjson):.4f} s | | |")
    print(f"| reading and measuring all runs | {min(reading):.4f} s | | |")
    print(f"| `plots` and `captions` | {min(charts):.2f} s | | |")
    print(f"| the whole of `analyze` | {min(whole):.2f} s | | |")
    at_most("reading, against simdjson", min(reading) / min(simdjson), 3, " times the time", 2)
    speed = yardstick / min(reading)
    row("reading, against json.loads", f"{speed:.1f} times as fast", "at least 5 times as fast", speed >= 5)
    at_most("`plots` and `captions`, against json.loads", min(charts) / yardstick, 4, " times the time", 2)
    at_most("the whole of `analyze`, against json.loads", min(whole) / yardstick, 4, " times the time", 2)
    at_most("the whole of `analyze`, peak memory", memory, 200, " MB")


def make_links(data, folder, count):
    """`count` run directories made of hard links of those in `data`; returns their roots."""
    runs = sorted(path.parent for path in data.rglob("run_meta.json"))
    for i in range(count):
        run_folder = runs[i % len(runs)]
        copy = folder / f"{run_folder.relative_to(data)}_{i}"
        copy.mkdir(parents=True)
        for path in run_folder.iterdir():
            os.link(path, copy / path.name)
    return [str(path) for path in sorted(folder.iterdir())]


def bench_scale(build, data, scratch):
    seconds_per_run, memory = {}, 0
    for count in (1000, 10000):
        folder = scratch / "links"
        roots = make_links(data, folder, count)
        seconds, memory = run(str(build / "sightmark"), "analyze", *roots, "--only", "tables", "--quiet",
                              "--out", str(scratch / "analysis"))
        shutil.rmtree(folder)
        seconds_per_run[count] = seconds / count
        print(f"| {count:,} runs, tables only | {1000 * seconds / count:.2f} ms a run, {memory:.0f} MB | | |",
              flush=True)
    growth = seconds_per_run[10000] / seconds_per_run[1000]
    at_most("10,000 runs, against 1,000", growth, 1.25, " times the time a run", 2)
    at_most("10,000 runs, peak memory", memory, 600, " MB")


def bench_measuring(build):
    """What measuring costs, and how exact its times are."""
    values = {}
    for program in ("run_bench", "sse_bench", "sampler_bench"):
        done = subprocess.run([str(build / "bench" / program)], check=True, capture_output=True, text=True)
        values |= {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}
    at_most("a trial with an engine that answers at once, processor time", values["run_cpu_us_per_trial"], 50, " µs")
    for streams in (1, 16, 64):
        prefix, what = f"streams_{streams}_", f"{streams} stream{'s' if streams > 1 else ''}"
        rate = values[prefix + "events_per_cpu_s"] / 1e6
        row(f"events received and parsed, {what}", f"{rate:.2f} million a second of processor time",
            "at least 1 million", rate >= 1)
        at_most(f"time of the first token, {what}, median error", values[prefix + "ttft_error_us_median"], 100, " µs")
        at_most(f"gaps between tokens, {what}, median error", values[prefix + "gap_error_us_median"], 100, " µs")
    at_most("sampler at 100 Hz", values["sampler_cpu_percent_at_100hz"], 1, "% of a core", 2)
    at_most("sampler at 100 Hz, 8 rails of files", values["sampler_cpu_percent_at_100hz_8_rails"], 1, "% of a core", 2)


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def python_kind():
    """Builds of Python differ by a factor of two in json.loads, so the yardstick is named."""
    is_of_system = pathlib.Path(sys.executable).resolve().is_relative_to("/usr/bin")
    origin = "the system's package" if is_of_system else "not the system's package"
    return f"Python {platform.python_version()} ({origin}; {platform.python_compiler()})"


def main():
    build, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=build, prefix="bench-") as name:
        scratch = pathlib.Path(name)
        data = scratch / "data"  # a copy, since hard links stay within one file system
        for path in source.rglob("run_meta.json"):
            shutil.copytree(path.parent, data / path.parent.relative_to(source), dirs_exist_ok=True)
        run_count = len(list(data.rglob("run_meta.json")))
        size_mb = sum(path.stat().st_size for path in data.rglob("runs.jsonl")) / 1e6
        print(f"{datetime.date.today()} · {os.cpu_count()} cores, {processor()} · {python_kind()} · "
              f"{run_count} runs, {size_mb:.0f} MB · least of {ROUNDS} rounds\n")
        print("| Measure | Value | Bar | Met |\n|---|---|---|---|", flush=True)
        bench_runs(build, data, [str(path) for path in sorted(data.iterdir())], scratch)
        bench_scale(build, data, scratch)
        bench_measuring(build)


main()
