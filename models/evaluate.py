"""usage: evaluate.py --sightmark PROGRAM --llama-server PROGRAM --precision fp16|bf16 [--count 500]
                   [--models FOLDER] [--seed 3000000000] [--answers FILE] [--weights WEIGHTS.npz]

Asks llama-server, with the bundled model, the suite's questions about scenes that it was not
trained on, and prints what was right, with 95% Wilson intervals, as Markdown. With --weights, also
how many answers are PyTorch's, word for word.
"""

import argparse
import base64
import json
import math
import os
import socket
import subprocess
import tempfile
import time
import urllib.request

from language import PROMPTS, TASKS
from score import scores


def wilson(right, count):
    """E. B. Wilson, JASA 22 (1927): percent, and its 95% interval."""
    z, share = 1.959964, right / count
    middle = share + z * z / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    return tuple(100 * x for x in (share, max(0, middle - half) / whole, (middle + half) / whole))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """llama-server with the bundled model; a context manager."""

    def __init__(self, program, folder, precision):
        self.address = f"http://127.0.0.1:{free_port()}".rsplit(":", 1)
        model = os.path.join(folder, f"sightmark-tiny.{precision}.gguf")
        projector = os.path.join(folder, f"sightmark-tiny.mmproj.{precision}.gguf")
        self.command = [program, "-m", model, "--mmproj", projector, "--host", "127.0.0.1",
                        "--port", self.address[1], "-t", "1", "-c", "1024", "-np", "1",
                        "--no-webui"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        while self.process.poll() is None:
            try:
                self.post("/health", None)
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{self.command[0]} ended with {self.process.returncode}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def post(self, path, body):
        data = body and json.dumps(body).encode()
        request = urllib.request.Request(":".join(self.address) + path, data,
                                         {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def answer(self, image, prompt):
        url = "data:image/png;base64," + base64.b64encode(image).decode()
        body = {"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": prompt}]}],
            "max_tokens": 128, "temperature": 0, "cache_prompt": False}
        return self.post("/v1/chat/completions", body)


def ask_all(a):
    """A record for each scene and task: the truth, the answer and why it ended."""
    records = []
    with tempfile.TemporaryDirectory() as folder, Server(a.llama_server, a.models,
                                                         a.precision) as server:
        subprocess.run([a.sightmark, "scenes", "--out", folder, "--count", str(a.count), "--seed",
                        str(a.seed)], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "manifest.jsonl")) as manifest:
            truths = [json.loads(line) for line in manifest]
        for truth in truths:
            with open(os.path.join(folder, truth["image"]), "rb") as file:
                image = file.read()
            for task in TASKS:
                reply = server.answer(image, PROMPTS[task][0])
                choice = reply["choices"][0]
                records.append({"task": task, "answer": choice["message"]["content"],
                                "finish_reason": choice["finish_reason"],
                                "prompt_tokens": reply["usage"]["prompt_tokens"],
                                "tokens": reply["usage"]["completion_tokens"], "truth": truth})
    return records


def print_scores(records):
    rights = {("all", "answers that end by themselves"):
              [record["finish_reason"] == "stop" for record in records]}
    for record in records:
        for name, values in scores(record["task"], record["answer"], record["truth"]).items():
            rights.setdefault((record["task"], name), []).extend(values)
    print("| Task | Right | Percent | 95% interval | Of |\n|---|---|--:|--:|--:|")
    for (task, name), values in rights.items():
        if not values:
            continue
        percent, low, high = wilson(sum(values), len(values))
        print(f"| {task} | {name} | {percent:.1f} | {low:.1f} to {high:.1f} | {len(values)} |")


def print_parity(a, records):  # the only part that needs numpy and PyTorch
    import numpy as np
    import torch

    from language import decode, question
    from model import Vlm, load
    from scene_data import scenes
    model = Vlm()
    load(model, a.weights)
    pixels = torch.from_numpy(np.stack([p for _, p in scenes(a.stream, a.seed, a.count)]))
    same = 0
    for task in TASKS:
        theirs = [record["answer"] for record in records if record["task"] == task]
        for text, ids in zip(theirs, model.answers(pixels, question(PROMPTS[task][0]))):
            same += ids is not None and decode(ids) == text
    print(f"\n{same} of {len(records)} answers are PyTorch's, word for word.")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    add = parser.add_argument
    add("--sightmark", required=True)
    add("--llama-server", required=True)
    add("--precision", choices=("fp16", "bf16"), required=True)
    add("--count", type=int, default=500)
    add("--models", default=os.path.dirname(os.path.abspath(__file__)))
    add("--seed", type=int, default=3_000_000_000)
    add("--answers", help="write the records there, as JSON lines")
    add("--weights")
    add("--stream", help="the program scene_stream, with --weights")
    a = parser.parse_args()
    records = ask_all(a)
    if a.answers:
        with open(a.answers, "w") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
    print_scores(records)
    if a.weights:
        print_parity(a, records)


if __name__ == "__main__":
    main()
