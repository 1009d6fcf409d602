"""Scenes from the program scene_stream (scene_stream.cc), alone and in batches to train on."""

import json
import random
import subprocess

import numpy as np
import torch

from language import (ANSWERS, COLOURS, END, LIGHTS, LOCATIONS, PROMPTS, SHAPES, SIZES, TASKS,
                      encode, question)

SIDE = 192
OBJECT_LIMIT = 4
ANSWER_LIMITS = dict(caption_brief=22, objects_and_counts=24, spatial_relationships=32,
                     scene_context=22, attributes=35)  # tokens, the end's included
QUESTIONS = {task: [question(prompt) for prompt in PROMPTS[task]] for task in TASKS}
SEGMENT_LENGTHS = [max(map(len, QUESTIONS[task])) + ANSWER_LIMITS[task] for task in TASKS]
SUITE_PROMPT_SHARE = 0.6  # the other prompts share the rest
FIRST_TRAINING_SEED = 1_000_000_000


def scenes(program, seed, count, first=0):
    """Yields the truth and the pixels [side, side, 3] of each scene."""
    with subprocess.Popen([program, str(seed), str(first), str(count)],
                          stdout=subprocess.PIPE) as stream:
        for _ in range(count):
            truth = json.loads(stream.stdout.readline())
            pixels = np.frombuffer(stream.stdout.read(SIDE * SIDE * 3), np.uint8)
            yield truth, pixels.reshape(SIDE, SIDE, 3)
        stream.terminate()


def object_rows(truth):
    rows = np.full((OBJECT_LIMIT, 6), -1, np.int16)
    for row, thing in zip(rows, truth["objects"]):
        row[:] = (thing["x"], thing["y"], thing["radius"], SHAPES.index(thing["shape"]),
                  COLOURS.index(thing["colour"]), SIZES.index(thing["size"]))
    return rows


def setting_index(truth):
    return (list(LOCATIONS).index(truth["setting"]["location"]) * len(LIGHTS)
            + list(LIGHTS).index(truth["setting"]["light"]))


def dialogue(truth, rng):
    """All tasks' questions and answers, a segment each: the tokens, and the token that follows each
    (-1 where it is not part of an answer)."""
    tokens = np.zeros(sum(SEGMENT_LENGTHS), np.int16)
    targets = np.full(sum(SEGMENT_LENGTHS), -1, np.int16)
    start = 0
    for task, length in zip(TASKS, SEGMENT_LENGTHS):
        asked, *others = QUESTIONS[task]
        if rng.random() >= SUITE_PROMPT_SHARE:
            asked = rng.choice(others)
        answer = encode(ANSWERS[task](truth))
        whole = asked + answer
        tokens[start:start + len(whole)] = whole
        targets[start + len(asked) - 1:start + len(whole)] = answer + [END]
        start += length
    return tokens, targets


class SceneBatches(torch.utils.data.IterableDataset):
    """Endless batches (pixels, objects, settings, tokens, targets), every scene another."""

    def __init__(self, program, size, seed=0):
        super().__init__()
        self.program, self.size, self.seed = program, size, seed

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        seed = FIRST_TRAINING_SEED + 1000 * self.seed + (worker.id if worker else 0)
        rng = random.Random(seed)
        rows = []
        for truth, pixels in scenes(self.program, seed, 10**9):
            if len(truth["objects"]) <= 2 and rng.random() < 0.4:
                continue  # what is hard comes more often
            rows.append((pixels, object_rows(truth), np.int16(setting_index(truth)),
                         *dialogue(truth, rng)))
            if len(rows) == self.size:
                yield tuple(torch.from_numpy(np.stack(column)) for column in zip(*rows))
                rows = []
