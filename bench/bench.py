"""bench.py BUILD_FOLDER DATA_FOLDER: prints sightmark's performance as ratios to yardsticks that are
measured in the same run, each beside its bar. Every round takes yardsticks and subjects in turn, and
the least times are compared: what else a machine does only ever adds time, and more of it to a
program on all cores than to one on a single core. The medians stand beside them."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 21
JSON_LOADS = pathlib.Path(__file__).with_name("json_loads.py")


def printed_seconds(*command):
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def run(*command):
    """Wall and processor time in seconds and peak memory in MB of a command, which must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(what, measured, bar, is_met):
    print(f"{what:<44} {measured:>24} {bar:>18}  {'ok' if is_met else 'OVER'}", flush=True)


def times(values):
    return f"least {min(values):.4f} s, median {statistics.median(values):.4f} s"


def bench_reading(build, data):
    python, simdjson, ours = [], [], []
    for _ in range(ROUNDS):
        python.append(printed_seconds(sys.executable, str(JSON_LOADS), str(data)))
        simdjson.append(printed_seconds(str(build / "bench/simdjson_parse"), str(data)))
        ours.append(printed_seconds(str(build / "bench/read_runs"), str(data)))
    print(f"json.loads, all lines:     {times(python)}")
    print(f"simdjson, all lines:       {times(simdjson)}")
    print(f"reading and measuring:     {times(ours)}")
    faster = min(python) / min(ours)
    slower = min(ours) / min(simdjson)
    return [
        ("reading and measuring, against json.loads", f"{faster:.1f}x as fast", "at least 15x", faster >= 15),
        ("reading and measuring, against simdjson", f"{slower:.2f}x the time", "at most 3x", slower <= 3),
    ]


def bench_figures(build, roots, data, scratch):
    python, ours, memory = [], [], 0
    for _ in range(ROUNDS):
        python.append(printed_seconds(sys.executable, str(JSON_LOADS), str(data)))
        seconds = 0
        for command in ("plots", "captions"):
            taken, _, peak = run(str(build / "sightmark"), command, "--roots", *roots, "--quiet",
                                 "--out", str(scratch / command))
            seconds += taken
            memory = max(memory, peak)
        ours.append(seconds)
    print(f"json.loads, all lines:     {times(python)}")
    print(f"plots and captions:        {times(ours)}")
    ratio = min(ours) / min(python)
    return [
        ("plots and captions, against json.loads", f"{ratio:.2f}x the time", "at most 2.9x", ratio <= 2.9),
        ("plots and captions, peak memory", f"{memory:.0f} MB", "at most 200 MB", memory <= 200),
    ]


def bench_analyze(build, roots, data, scratch):
    python, ours, memory = [], [], 0
    for _ in range(ROUNDS):
        python.append(printed_seconds(sys.executable, str(JSON_LOADS), str(data)))
        taken, _, peak = run(str(build / "sightmark"), "analyze", *roots, "--quiet", "--out", str(scratch / "analyze"))
        ours.append(taken)
        memory = max(memory, peak)
    print(f"json.loads, all lines:     {times(python)}")
    print(f"the whole of analyze:      {times(ours)}")
    done = subprocess.run([str(build / "bench/page_bench"), str(data), str(scratch / "report.html")], check=True,
                          capture_output=True, text=True)
    print(done.stdout, end="", flush=True)
    page = sum(float(line.split()[1]) for line in done.stdout.splitlines())
    ratio = min(ours) / min(python)
    return [
        ("analyze, against json.loads", f"{ratio:.2f}x the time", "at most 4.5x", ratio <= 4.5),
        ("analyze, peak memory", f"{memory:.0f} MB", "at most 250 MB", memory <= 250),
        ("what report.html adds to analyze", f"{page:.3f} s", "at most 0.3 s", page <= 0.3),
    ]


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
    seconds_per_run, cpu_ms, memory = {}, 0, 0
    for count in (100, 1000, 10000):
        folder = scratch / "links"
        roots = make_links(data, folder, count)
        seconds, cpu, peak = run(str(build / "sightmark"), "analyze", *roots, "--only", "tables", "--quiet",
                                 "--out", str(scratch / "analysis"))
        shutil.rmtree(folder)
        print(f"{count:>6} runs, tables only:   {seconds:.2f} s, {1000 * seconds / count:.2f} ms a run, "
              f"{peak:.0f} MB", flush=True)
        seconds_per_run[count] = seconds / count
        cpu_ms = 1000 * cpu / count
        memory = max(memory, peak)
    growth = seconds_per_run[10000] / seconds_per_run[1000]
    return [
        ("time a run, 10,000 against 1,000 runs", f"{growth:.2f}x", "at most 1.25x", growth <= 1.25),
        ("10,000 runs, processor time a run", f"{cpu_ms:.1f} ms", "at most 40 ms", cpu_ms <= 40),
        ("10,000 runs, peak memory", f"{memory:.0f} MB", "at most 600 MB", memory <= 600),
    ]


def bench_run(build):
    """What measuring itself costs: a trial with a null engine, a streamed answer, the sampler."""
    figures = {}
    for program in ("run_bench", "sse_bench", "sampler_bench"):
        done = subprocess.run([str(build / "bench" / program)], check=True, capture_output=True, text=True)
        print(done.stdout, end="", flush=True)
        figures |= {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}
    rows = [("a trial with a null engine, CPU", f"{figures['run_cpu_us_per_trial']:.0f} us", "under 50 us",
             figures["run_cpu_us_per_trial"] < 50)]
    for streams in (1, 16, 64):
        name = f"streams_{streams}_"
        events = figures[name + "events_per_cpu_s"]
        rows.append((f"events received and parsed, {streams} streams", f"{events / 1e6:.2f} M/s of CPU",
                     "at least 1 M/s", events >= 1e6))
        for what, key in (("first token", "ttft_error_us_median"), ("token gaps", "gap_error_us_median")):
            error = figures[name + key]
            rows.append((f"median error of {what}, {streams} streams", f"{error:.0f} us", "under 100 us", error < 100))
    for what, key in (("", "sampler_cpu_percent_at_100hz"), (", 8 rails", "sampler_cpu_percent_at_100hz_8_rails")):
        rows.append((f"sampler at 100 Hz{what}", f"{figures[key]:.2f}% of a core", "under 1%", figures[key] < 1))
    return rows


def main():
    build, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=build, prefix="bench-") as name:
        scratch = pathlib.Path(name)
        data = scratch / "data"  # a copy, since hard links stay within one file system
        for path in source.rglob("run_meta.json"):
            shutil.copytree(path.parent, data / path.parent.relative_to(source), dirs_exist_ok=True)
        roots = [str(path) for path in sorted(data.iterdir())]
        run_count = len(list(data.rglob("run_meta.json")))
        size = sum(path.stat().st_size for path in data.rglob("runs.jsonl"))
        print(f"{run_count} runs, {size / 1e6:.0f} MB, {os.cpu_count()} cores, {ROUNDS} rounds")
        rows = bench_reading(build, data)
        rows += bench_figures(build, roots, data, scratch)
        rows += bench_analyze(build, roots, data, scratch)
        rows += bench_scale(build, data, scratch)
        rows += bench_run(build)
    print()
    for entry in rows:
        row(*entry)


main()
