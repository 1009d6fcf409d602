"""usage: train.py --stream scene_stream --out FOLDER [--seconds 370] [--batch 512] [--workers 15]

Trains the bundled model on endless drawn scenes: first the vision part on what is in each patch,
then all on the answers. Writes FOLDER/weights.npz (float32, by the names of model.py) and a log.
"""

import argparse
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from language import COLOURS, LIGHTS, LOCATIONS, PROMPTS, SHAPES, SIZES, TASKS, decode, question
from model import Vlm, save
from scene_data import OBJECT_LIMIT, SEGMENT_LENGTHS, SceneBatches, scenes
from score import scores

CHECK_SEED = 2_000_000_000  # scenes to look at while training; the model card's have another seed
COMPILING_STEPS = 4  # at the beginning, before time counts
NOISE = 4  # of a pixel's 255, at most: so that the exact shade does not matter
VISION_SHARE = 0.1  # of the time goes to the vision part alone
# What a patch is asked in training, and how many answers there are: of the object that covers it,
# its colour, shape and size, its rank from the left, how many are like it, and how many of those
# stand further left.
PATCH_CLASSES = (len(COLOURS), len(SHAPES), len(SIZES), OBJECT_LIMIT, OBJECT_LIMIT, OBJECT_LIMIT)


class Training(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = Vlm()
        c = self.model.config
        self.classes = nn.Linear(c.vision_width, sum(PATCH_CLASSES))
        self.outline = nn.Linear(c.vision_width, 3)  # covered at all; where its centre is
        self.setting = nn.Linear(c.vision_width, len(LOCATIONS) * len(LIGHTS))
        length = self.model.prefix_length
        segments = torch.tensor([-1] * length + [i for i, n in enumerate(SEGMENT_LENGTHS)
                                                 for _ in range(n)])
        causal = torch.ones(len(segments), len(segments), dtype=torch.bool).tril()
        same = (segments[:, None] == segments) | (segments == -1)
        offsets = [length + i for n in SEGMENT_LENGTHS for i in range(n)]
        self.register_buffer("mask", causal & same)
        self.register_buffer("positions", torch.tensor([*range(length), *offsets]))

    def patch_loss(self, patches, objects, settings):
        targets, covered, clear, centre = patch_targets(objects, self.model.config)
        flat = patches.flatten(0, 1)
        loss = 0
        for logits, target in zip(self.classes(flat).float().split(PATCH_CLASSES, -1),
                                  targets.flatten(0, 1).unbind(-1)):
            loss = loss + F.cross_entropy(logits, target, ignore_index=-1)
        seen, at = self.outline(patches).float().split((1, 2), -1)
        loss = loss + F.binary_cross_entropy_with_logits(seen[..., 0], covered.float(),
                                                         clear.float())
        apart = F.smooth_l1_loss(at, centre, reduction="none").mean(-1)
        loss = loss + (apart * covered).sum() / covered.sum().clamp(min=1)
        return loss + F.cross_entropy(self.setting(patches.mean(1)).float(), settings)

    def answer_loss(self, patches, tokens, targets):
        text = self.model.text
        prefix = self.model.prefix(patches)
        x = torch.cat([prefix, text.token_embd(tokens)], 1)
        hidden = text(x, self.positions, self.mask)[:, prefix.shape[1]:]
        logits = text.output(hidden).float()
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1)

    def forward(self, pixels, objects, settings, tokens, targets, with_text):
        noise = torch.randn(pixels.shape, device=pixels.device)
        level = NOISE * torch.rand(len(pixels), 1, 1, 1, device=pixels.device)
        patches = self.model.patches(pixels + level * noise)
        patch_loss = self.patch_loss(patches, objects, settings)
        if not with_text:
            return patch_loss, torch.zeros_like(patch_loss)
        return patch_loss, self.answer_loss(patches, tokens, targets)


def patch_targets(objects, c):
    """For each patch: the classes (-1 where no object covers it), whether one covers a good part of
    it, whether that is clear, and where the object's centre is, in patches from the middle."""
    x, y, radius, shape, colour, size = objects.unbind(-1)  # [batch, objects]
    edges = torch.arange(c.grid, device=objects.device) * c.patch

    def overlap(centre):
        reach = (0.8 * radius)[..., None]
        low = torch.maximum(centre[..., None] - reach, edges)
        high = torch.minimum(centre[..., None] + reach, edges + c.patch)
        return (high - low).clamp(min=0) / c.patch

    area = overlap(y)[..., :, None] * overlap(x)[..., None, :] * (radius > 0)[..., None, None]
    most, owner = area.flatten(2).max(1)  # [batch, patches]
    there = shape >= 0
    alike = ((shape[:, :, None] == shape[:, None]) & (colour[:, :, None] == colour[:, None])
             & there[:, None])
    rank = torch.arange(x.shape[1], device=x.device).expand_as(x)
    earlier = alike & (rank[:, None] < rank[:, :, None])
    facts = torch.stack([colour, shape, size, rank, alike.sum(-1) - 1, earlier.sum(-1)], -1)
    covered = most >= 0.25
    chosen = facts.gather(1, owner[..., None].expand(-1, -1, facts.shape[-1]))
    centre = torch.stack([x, y], -1).gather(1, owner[..., None].expand(-1, -1, 2))
    return (chosen.masked_fill(~covered[..., None], -1).long(), covered, covered | (most == 0),
            centre / c.patch - c.grid / 2)


def learning_rate(fraction, step, peak):
    """Warm-up and cosine, once for the vision part and once for all."""
    if fraction < VISION_SHARE:
        part = fraction / VISION_SHARE * 0.8
    else:
        part = (fraction - VISION_SHARE) / (1 - VISION_SHARE)
    wave = 0.5 * (1 + math.cos(math.pi * min(1, part)))
    return peak * min(1, (step + 1) / 200) * (0.01 + 0.99 * wave)


@torch.no_grad()
def checked(model, held_out):
    """Percent right by task and score, on `held_out` scenes and the suite's prompts."""
    device = next(model.parameters()).device
    pixels = torch.from_numpy(np.stack([p for _, p in held_out])).to(device)
    results = {}
    for task in TASKS:
        asked = question(PROMPTS[task][0])
        for (truth, _), ids in zip(held_out, model.answers(pixels, asked)):
            results.setdefault("ends", []).append(ids is not None)
            for name, rights in scores(task, decode(ids or []), truth).items():
                results.setdefault(f"{task} {name}", []).extend(rights)
    return {name: round(100 * sum(r) / max(1, len(r)), 1) for name, r in results.items()}


def optimizer_of(training, rate):
    matrices = [p for p in training.parameters() if p.ndim >= 2]
    vectors = [p for p in training.parameters() if p.ndim < 2]
    return torch.optim.AdamW([{"params": matrices, "weight_decay": 0.02},
                              {"params": vectors, "weight_decay": 0}], lr=rate, betas=(0.9, 0.98))


def take_step(training, losses, optimizer, batch, rate, patch_weight):
    """`patch_weight` is None for the vision part alone. Returns the two losses, not yet awaited."""
    pixels, objects, settings, tokens, targets = batch
    with_text = patch_weight is not None
    with torch.autocast(pixels.device.type, dtype=torch.bfloat16, enabled=pixels.is_cuda):
        patch_loss, answer_loss = losses(pixels, objects.float(), settings.long(), tokens.long(),
                                         targets.long(), with_text)
    optimizer.zero_grad(set_to_none=True)
    (answer_loss + (patch_weight if with_text else 1) * patch_loss).backward()
    nn.utils.clip_grad_norm_(training.parameters(), 1.0)
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return patch_loss.detach(), answer_loss.detach()


def train(a, say):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(a.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    training = Training().to(device)
    model = training.model
    say("parameters", {part: sum(p.numel() for p in getattr(model, part).parameters())
                       for part in ("vision", "text")}, device, torch.__version__)
    losses = torch.compile(training) if device == "cuda" else training
    optimizer = optimizer_of(training, a.rate)
    held_out = list(scenes(a.stream, CHECK_SEED, a.check))
    batches = iter(torch.utils.data.DataLoader(
        SceneBatches(a.stream, a.batch, a.seed), batch_size=None, num_workers=a.workers,
        pin_memory=device == "cuda"))
    begin = time.time()
    fraction, step, next_check = 0.0, 0, 0.3
    while fraction < 1:
        batch = [tensor.to(device, non_blocking=True) for tensor in next(batches)]
        with_text = fraction >= VISION_SHARE or step < 2  # so that both get compiled at once
        loss = take_step(training, losses, optimizer, batch, learning_rate(fraction, step, a.rate),
                         max(0.03, 0.3 * (1 - fraction)) if with_text else None)
        step += 1
        if step == COMPILING_STEPS:
            begin = time.time()
        if step >= COMPILING_STEPS:
            fraction = (time.time() - begin) / a.seconds
        if step % 100 == 0:
            say(f"step {step}, {fraction:.3f} of the time, losses of patches and answers",
                *(f"{float(part):.4f}" for part in loss))
        if fraction >= next_check:
            next_check += 0.2
            save(model, os.path.join(a.out, "weights.npz"))
            say("right", checked(model, held_out[:100]))
    save(model, os.path.join(a.out, "weights.npz"))
    say(f"{step * a.batch} scenes; right", checked(model, held_out))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    add = parser.add_argument
    add("--stream", required=True)
    add("--out", required=True)
    add("--seconds", type=float, default=370)  # after compiling, which takes a minute
    add("--batch", type=int, default=512)
    add("--workers", type=int, default=15)
    add("--rate", type=float, default=2e-3)
    add("--seed", type=int, default=0)
    add("--check", type=int, default=500)
    a = parser.parse_args()
    os.makedirs(a.out, exist_ok=True)
    begin = time.time()
    with open(os.path.join(a.out, "train.log"), "a") as log:

        def say(*words):
            for file in (sys.stdout, log):
                print(f"{time.time() - begin:5.0f}s", *words, file=file, flush=True)

        train(a, say)


if __name__ == "__main__":
    main()
