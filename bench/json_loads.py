"""json_loads.py FOLDER: prints the seconds that Python's json.loads takes over every line of every
runs.jsonl below the folder, the lines lying in memory already."""
import json
import pathlib
import sys
import time

lines = []
for path in sorted(pathlib.Path(sys.argv[1]).rglob("runs.jsonl")):
    lines += path.read_bytes().decode(errors="replace").splitlines()
start = time.perf_counter()
for line in lines:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        pass
print(f"{time.perf_counter() - start:.6f}")
