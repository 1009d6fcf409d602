"""usage: check.py SIGHTMARK

Checks that language.py and score.py agree with the models' tokens and with the program: the
suite's prompts, the scenes' truth, and the answers' grammar. It is the test models.check, and needs
Python's standard library alone.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile

from language import ANSWERS, PROMPTS, TASKS, TOKENS, decode, encode
from score import scores


def check(is_right, *what):
    if not is_right:
        sys.exit("check.py: " + " ".join(map(str, what)))


def check_prompts(sightmark):
    shown = subprocess.run([sightmark, "suite", "show", "five-task", "--json"], check=True,
                           capture_output=True, text=True).stdout
    prompts = {task["name"]: task["prompt"] for task in json.loads(shown)["tasks"]}
    check(prompts == {task: PROMPTS[task][0] for task in TASKS},
          "the suite's prompts are not those that the model was trained on:", prompts)


def check_files():
    tokens = b"".join(struct.pack("<Q", len(token.encode())) + token.encode() for token in TOKENS)
    for precision in ("fp16", "bf16"):
        name = f"sightmark-tiny.{precision}.gguf"
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "rb") as file:
            check(tokens in file.read(), name, "has other tokens than language.py")


def drawn_truths(sightmark, count):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sightmark, "scenes", "--out", folder, "--count", str(count)], check=True,
                       stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "manifest.jsonl")) as manifest:
            return [json.loads(line) for line in manifest]


def check_answers(truths):
    for truth, other in zip(truths, truths[1:]):
        for task in TASKS:
            text = ANSWERS[task](truth)
            check(decode(encode(text)) == text, "not its own tokens:", text)
            right = scores(task, text, truth)
            check(all(all(values) and values for name, values in right.items()
                      if name != "relations"), "wrong:", task, text, truth, right)
        wrong = scores("objects_and_counts", ANSWERS["objects_and_counts"](other), truth)
        is_same = ANSWERS["objects_and_counts"](other) == ANSWERS["objects_and_counts"](truth)
        check(wrong["counts"] == [is_same], "right of the wrong scene:", truth, other)


def check_mistakes():
    """Answers that are wrong in one thing each."""
    truth = {"setting": {"location": "beach", "light": "dusk"},
             "objects": [{"shape": "star", "colour": "red", "size": "small", "place": "left"},
                         {"shape": "star", "colour": "red", "size": "large", "place": "top"}],
             "relations": [{"subject": 0, "relation": "left of", "object": 1},
                           {"subject": 1, "relation": "right of", "object": 0}]}
    for task, text, score in (
            ("caption_brief", "A red star on a beach at dusk.", "counts"),
            ("caption_brief", "Two red crosses on a beach at dusk.", "kinds"),
            ("caption_brief", "Two red stars in a meadow at dusk.", "setting"),
            ("caption_brief", "Two red stars on a beach at dusk by day.", "setting"),
            ("objects_and_counts", "red star: 3", "counts"),
            ("objects_and_counts", "red star: 2\nred star: 2", "counts"),
            ("spatial_relationships", "A red star is above another red star.", "relations"),
            ("spatial_relationships", "A red star is in the centre.", "statements"),
            ("spatial_relationships", "Nothing.", "statements"),
            ("scene_context", "It is on a beach at dusk. One object is in view.", "count"),
            ("attributes", "A small red star and a small red star.", "sizes too"),
            ("attributes", "A small red star and a large red star, seen by day.", "light")):
        check(not any(scores(task, text, truth)[score]), "is not wrong:", task, text)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    check(len(set(TOKENS)) == len(TOKENS), "a token occurs twice")
    check_files()
    check_prompts(sys.argv[1])
    check_answers(drawn_truths(sys.argv[1], 300))
    check_mistakes()


if __name__ == "__main__":
    main()
