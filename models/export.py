"""usage: export.py WEIGHTS.npz FOLDER

Writes the trained weights as sightmark-tiny.{fp16,bf16}.gguf and
sightmark-tiny.mmproj.{fp16,bf16}.gguf.
"""

import os
import sys

import numpy as np

import language
from gguf_file import write_gguf
from config import Config

FILE_TYPES = {"fp16": 1, "bf16": 32}  # llama.cpp's numbers for 'mostly' of that type
NAME = "sightmark-tiny"
AUTHOR, LICENCE = "sightmark", "MIT"


def general_fields(architecture, kind, precision):
    return {
        "general.architecture": ("str", architecture),
        "general.type": ("str", kind),
        "general.name": ("str", NAME),
        "general.description": ("str", "names shapes, colours, counts and places in drawn scenes"),
        "general.author": ("str", AUTHOR),
        "general.license": ("str", LICENCE),
        "general.file_type": ("u32", FILE_TYPES[precision]),
    }


def text_fields(c, precision):
    control, normal = 3, 1
    types = [control if token in language.SPECIALS else normal for token in language.TOKENS]
    return general_fields("llama", "model", precision) | {
        "llama.vocab_size": ("u32", len(language.TOKENS)),
        "llama.context_length": ("u32", c.context),
        "llama.embedding_length": ("u32", c.width),
        "llama.block_count": ("u32", c.blocks),
        "llama.feed_forward_length": ("u32", c.ffn),
        "llama.attention.head_count": ("u32", c.width // c.head_width),
        "llama.attention.head_count_kv": ("u32", c.width // c.head_width),
        "llama.attention.layer_norm_rms_epsilon": ("f32", c.eps),
        "llama.rope.dimension_count": ("u32", c.head_width),
        "llama.rope.freq_base": ("f32", c.rope_base),
        "tokenizer.ggml.model": ("str", "gpt2"),
        "tokenizer.ggml.pre": ("str", "llama-bpe"),
        "tokenizer.ggml.tokens": ("str[]", language.TOKENS),
        "tokenizer.ggml.token_type": ("i32[]", types),
        "tokenizer.ggml.merges": ("str[]", [language.MERGE]),
        "tokenizer.ggml.bos_token_id": ("u32", language.BOS),
        "tokenizer.ggml.eos_token_id": ("u32", language.END),
        "tokenizer.ggml.padding_token_id": ("u32", 0),
        "tokenizer.ggml.add_bos_token": ("bool", True),
        "tokenizer.chat_template": ("str", language.CHAT_TEMPLATE),
    }


def vision_fields(c, precision):
    return general_fields("clip", "mmproj", precision) | {
        "clip.has_vision_encoder": ("bool", True),
        "clip.projector_type": ("str", "idefics3"),
        "clip.use_gelu": ("bool", True),
        "clip.vision.image_size": ("u32", c.side),
        "clip.vision.preproc_image_size": ("u32", c.side),
        "clip.vision.patch_size": ("u32", c.patch),
        "clip.vision.embedding_length": ("u32", c.vision_width),
        "clip.vision.feed_forward_length": ("u32", c.vision_ffn),
        "clip.vision.block_count": ("u32", c.vision_blocks),
        "clip.vision.attention.head_count": ("u32", c.vision_width // c.head_width),
        "clip.vision.attention.layer_norm_epsilon": ("f32", c.vision_eps),
        "clip.vision.projection_dim": ("u32", c.width),
        "clip.vision.projector.scale_factor": ("u32", c.scale),
        "clip.vision.image_mean": ("f32[]", [0.5] * 3),
        "clip.vision.image_std": ("f32[]", [0.5] * 3),
    }


def tensor_kind(name, values, precision):
    """llama.cpp adds norms, biases and positions in F32, and its convolution knows no BF16."""
    if values.ndim == 1 or "position_embd" in name:
        return "f32"
    if precision == "bf16":
        return "f32" if "patch_embd" in name else "bf16"
    return "f16"


def part(weights, prefix, precision):
    return {name.removeprefix(prefix): (values, tensor_kind(name, values, precision))
            for name, values in weights.items() if name.startswith(prefix)}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    c = Config()
    with np.load(sys.argv[1]) as file:
        weights = {name: file[name] for name in file.files}
    for precision in FILE_TYPES:
        path = os.path.join(sys.argv[2], NAME)
        write_gguf(f"{path}.{precision}.gguf", text_fields(c, precision),
                   part(weights, "text.", precision))
        write_gguf(f"{path}.mmproj.{precision}.gguf", vision_fields(c, precision),
                   part(weights, "vision.", precision))


if __name__ == "__main__":
    main()
