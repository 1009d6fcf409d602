"""The bundled model in PyTorch: a vision transformer with SmolVLM's projector (idefics3 in
llama.cpp) and a Llama decoder. Its parameters have the names of the GGUF tensors they become."""

import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from config import Config
from language import END, TOKENS, image_frame


def attend(query, key, value, mask=None):
    """Scaled dot-product attention of [batch, heads, tokens, width]; `mask` says who sees whom."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    return scores.softmax(-1) @ value


def heads(x, width):
    return x.unflatten(-1, (-1, width)).transpose(1, 2)


def joined_heads(x):
    return x.transpose(1, 2).flatten(2)


class VisionBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c.vision_width
        self.head_width = c.head_width
        self.ln1, self.ln2 = (nn.LayerNorm(width, c.vision_eps) for _ in range(2))
        self.attn_q, self.attn_k, self.attn_v, self.attn_out = (nn.Linear(width, width)
                                                                for _ in range(4))
        self.ffn_up = nn.Linear(width, c.vision_ffn)
        self.ffn_down = nn.Linear(c.vision_ffn, width)

    def forward(self, x):
        h = self.ln1(x)
        query, key, value = (heads(layer(h), self.head_width)
                             for layer in (self.attn_q, self.attn_k, self.attn_v))
        x = x + self.attn_out(joined_heads(attend(query, key, value)))
        return x + self.ffn_down(F.gelu(self.ffn_up(self.ln2(x)), approximate="tanh"))


class VisionEncoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.patch = c.patch
        self.patch_embd = nn.Conv2d(3, c.vision_width, c.patch, stride=c.patch)
        self.position_embd = nn.Embedding(c.grid ** 2, c.vision_width)
        self.blk = nn.ModuleList(VisionBlock(c) for _ in range(c.vision_blocks))
        self.post_ln = nn.LayerNorm(c.vision_width, c.vision_eps)

    def forward(self, image):
        """[batch, 3, side, side] from -1 to 1 -> [batch, patches, vision width]"""
        patches = F.pixel_unshuffle(image, self.patch).flatten(2).transpose(1, 2)
        x = F.linear(patches, self.patch_embd.weight.flatten(1), self.patch_embd.bias)
        x = x + self.position_embd.weight
        for block in self.blk:
            x = block(x)
        return self.post_ln(x)


class Vision(nn.Module):
    """The encoder `v` and the projector `mm`."""

    def __init__(self, c):
        super().__init__()
        self.scale, self.tiles = c.scale, c.grid // c.scale
        self.v = VisionEncoder(c)
        self.mm = nn.Module()
        self.mm.model = nn.Module()
        self.mm.model.fc = nn.Linear(c.vision_width * c.scale ** 2, c.width, bias=False)

    def project(self, patches):
        batch, _, width = patches.shape
        x = patches.view(batch, self.tiles, self.scale, self.tiles, self.scale, width)
        x = x.transpose(2, 3).reshape(batch, self.tiles ** 2, self.scale ** 2 * width)
        return self.mm.model.fc(x)


class RmsNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)).to(
            x.dtype) * self.weight


class TextBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.head_width = c.head_width
        self.attn_norm, self.ffn_norm = (RmsNorm(c.width, c.eps) for _ in range(2))
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(c.width, c.width, bias=False) for _ in range(4))
        self.ffn_gate, self.ffn_up = (nn.Linear(c.width, c.ffn, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(c.ffn, c.width, bias=False)

    def forward(self, x, turns, mask):
        h = self.attn_norm(x)
        query, key, value = (heads(layer(h), self.head_width)
                             for layer in (self.attn_q, self.attn_k, self.attn_v))
        x = x + self.attn_output(
            joined_heads(attend(rotated(query, turns), rotated(key, turns), value, mask)))
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))


def rotated(x, turns):
    """Rotary position embedding of neighbouring pairs (llama.cpp's NORM)."""
    cosine, sine = turns
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2).to(
        x.dtype)


class Text(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.token_embd = nn.Embedding(len(TOKENS), c.width)
        self.blk = nn.ModuleList(TextBlock(c) for _ in range(c.blocks))
        self.output_norm = RmsNorm(c.width, c.eps)
        self.output = nn.Linear(c.width, len(TOKENS), bias=False)
        rates = c.rope_base ** (-torch.arange(0, c.head_width, 2) / c.head_width)
        angles = torch.arange(c.context)[:, None] * rates
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)

    def forward(self, x, positions, mask):
        """[batch, tokens, width] at `positions` -> hidden states before `output`"""
        turns = self.cosine[positions], self.sine[positions]
        for block in self.blk:
            x = block(x, turns, mask)
        return self.output_norm(x)


class Vlm(nn.Module):
    def __init__(self, config=Config()):
        super().__init__()
        self.config = config
        self.vision, self.text = Vision(config), Text(config)
        for layer in self.modules():
            if isinstance(layer, (nn.Linear, nn.Conv2d)):
                nn.init.normal_(layer.weight, std=layer.weight[0].numel() ** -0.5)
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)
        for block in (*self.vision.v.blk, *self.text.blk):
            for name in ("attn_out", "attn_output", "ffn_down"):
                if hasattr(block, name):
                    getattr(block, name).weight.data *= 0.35
        nn.init.normal_(self.text.token_embd.weight, std=0.5)
        nn.init.normal_(self.text.output.weight, std=0.5 * config.width ** -0.5)
        self.vision.v.position_embd.weight.data = position_waves(config)
        frame = image_frame()
        self.frame_lengths = [len(ids) for ids in frame]
        self.register_buffer("frame", torch.tensor(sum(frame, [])), persistent=False)

    @property
    def prefix_length(self):
        return sum(self.frame_lengths) + 2 * self.config.view_tokens

    def patches(self, pixels):
        """uint8 [batch, side, side, 3] -> encoded patches"""
        return self.vision.v((pixels.permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.5)

    def prefix(self, patches):
        """What comes before a question: the one tile and the whole image, here the same."""
        view = self.vision.project(patches).float()
        embedded = self.text.token_embd(self.frame).expand(len(view), -1, -1)
        before, between, after = embedded.split(self.frame_lengths, 1)
        return torch.cat([before, view, between, view, after], 1)

    @torch.no_grad()
    def answers(self, pixels, question, limit=64):
        """Greedy answers to one question (token ids) about each image: lists of token ids, None for
        one that did not end."""
        prefix = self.prefix(self.patches(pixels))
        tokens = torch.tensor(question, device=pixels.device).expand(len(pixels), -1)
        for _ in range(limit):
            x = torch.cat([prefix, self.text.token_embd(tokens)], 1)
            mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).tril()
            hidden = self.text(x, torch.arange(x.shape[1], device=x.device), mask)
            best = self.text.output(hidden[:, -1]).argmax(-1, keepdim=True)
            tokens = torch.cat([tokens, best], 1)
            written = tokens[:, len(question):]
            if (written == END).any(1).all():
                break
        return [ids[:ids.index(END)] if END in ids else None for ids in written.tolist()]


def position_waves(c):
    """Where training begins: sines and cosines of row and column."""
    row, column = (torch.arange(c.grid ** 2) // c.grid), (torch.arange(c.grid ** 2) % c.grid)
    rates = math.pi / c.grid * (1 + torch.arange(c.vision_width // 4) * 0.4)
    waves = [wave(at[:, None] * rates) for at in (row, column) for wave in (torch.sin, torch.cos)]
    return 0.5 * torch.cat(waves, 1)


def save(model, path):
    np.savez_compressed(path + ".part.npz", **{k: v.detach().float().cpu().numpy()
                                               for k, v in model.state_dict().items()})
    os.replace(path + ".part.npz", path)


def load(model, path):
    with np.load(path) as weights:
        model.load_state_dict({name: torch.from_numpy(weights[name]) for name in weights.files})
