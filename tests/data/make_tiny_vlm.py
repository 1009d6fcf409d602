#!/usr/bin/env python3
"""usage: tests/data/make_tiny_vlm.py

Makes tiny-vlm.gguf and tiny-vlm-mmproj.gguf beside itself: a vision language model of random
weights that llama-server loads, and that answers any picture with words without sense up to the
limit of tokens. Always the same bytes. Needs Python alone.

The text model is a Llama, the projector an Idefics3 (as in SmolVLM), both as small as they work.
"""
import pathlib
import random
import struct

WIDTH, HEADS, KV_HEADS, TEXT_FEED, TEXT_BLOCKS, CONTEXT = 64, 4, 2, 176, 2, 2048
VISION_WIDTH, VISION_HEADS, VISION_FEED, VISION_BLOCKS = 64, 4, 128, 2  # feed: other than width
IMAGE, PATCH, SCALE = 64, 16, 2  # 4 x 4 patches, of which 2 x 2 become one token: 4 a view

WORDS = """a the image shows red green blue yellow black white circle square triangle on left right
top bottom above below of and is are in with small large one two three four there no yes""".split()
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<end_of_utterance>", "<image>", "<global-img>",
           "<fake_token_around_image>"]
SPECIAL += [f"<row_{row}_col_{column}>" for row in range(1, 5) for column in range(1, 5)]
TEMPLATE = ("{% for m in messages %}{{ m['role'] | capitalize }}: {{ m['content'] }}"
            "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}")

# GGUF, version 3: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
F32, F16 = 0, 1
MOSTLY_F16 = 1  # of general.file_type


def u32(value): return struct.pack("<II", 4, value)
def f32(value): return struct.pack("<If", 6, value)
def flag(value): return struct.pack("<I?", 7, value)
def raw(text): return struct.pack("<Q", len(text.encode())) + text.encode()
def text(value): return struct.pack("<I", 8) + raw(value)


def array(value_type, packed):
    return struct.pack("<IIQ", 9, value_type, len(packed)) + b"".join(packed)


def write_gguf(path, fields, tensors):
    """`tensors`: name -> (shape with the innermost last, values); matrices are stored as F16."""
    head, data = b"", b""
    for name, (shape, values) in tensors.items():
        is_matrix = len(shape) > 1 and "position" not in name
        head += raw(name) + struct.pack("<I", len(shape))
        head += struct.pack(f"<{len(shape)}Q", *reversed(shape))
        head += struct.pack("<IQ", F16 if is_matrix else F32, len(data))
        data += struct.pack(f"<{len(values)}{'e' if is_matrix else 'f'}", *values)
        data += bytes(-len(data) % 32)
    start = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields))
    start += b"".join(raw(key) + value for key, value in fields.items()) + head
    path.write_bytes(start + bytes(-len(start) % 32) + data)


generator = random.Random(1)


def matrix(*shape, size=None):
    """Uniform, with a deviation of one over the square root of the inputs, unless told."""
    inputs = 1
    for length in shape[1:]: inputs *= length
    limit = 3 ** 0.5 * (size or inputs ** -0.5)
    count = shape[0] * inputs
    return shape, [generator.uniform(-limit, limit) for _ in range(count)]


def ones(length): return (length,), [1.0] * length
def zeros(length): return (length,), [0.0] * length


def byte_symbols():
    """The letter that stands for each byte in a byte-level vocabulary, as GPT-2 has it."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {b: chr(256 + i) for i, b in enumerate(rest)}


SYMBOLS = byte_symbols()
def symbols(word): return "".join(SYMBOLS[byte] for byte in word.encode())


VOCABULARY = SPECIAL + [SYMBOLS[byte] for byte in range(256)] + [symbols("\n\n"), symbols(" t")]
VOCABULARY += [symbols(s) for w in WORDS for s in (w, " " + w) if len(s) > 1 and s != " t"]


def text_tensors():
    head_width = WIDTH // HEADS
    tensors = {"token_embd.weight": matrix(len(VOCABULARY), WIDTH, size=0.5)}
    for block in range(TEXT_BLOCKS):
        for name, value in {
                "attn_norm": ones(WIDTH), "attn_q": matrix(WIDTH, WIDTH),
                "attn_k": matrix(KV_HEADS * head_width, WIDTH),
                "attn_v": matrix(KV_HEADS * head_width, WIDTH),
                "attn_output": matrix(WIDTH, WIDTH),
                "ffn_norm": ones(WIDTH), "ffn_gate": matrix(TEXT_FEED, WIDTH),
                "ffn_up": matrix(TEXT_FEED, WIDTH), "ffn_down": matrix(WIDTH, TEXT_FEED)}.items():
            tensors[f"blk.{block}.{name}.weight"] = value
    tensors["output_norm.weight"] = ones(WIDTH)
    # Only words are ever likely: no end, no half of a letter.
    shape, values = matrix(len(VOCABULARY), WIDTH)
    silent = (len(SPECIAL) + 256) * WIDTH
    tensors["output.weight"] = shape, [0.0] * silent + values[silent:]
    return tensors


def vision_tensors():
    width, feed = VISION_WIDTH, VISION_FEED
    tensors = {"v.patch_embd.weight": matrix(width, 3, PATCH, PATCH),
               "v.patch_embd.bias": zeros(width),
               "v.position_embd.weight": matrix((IMAGE // PATCH) ** 2, width, size=0.1)}
    for block in range(VISION_BLOCKS):
        for name, rows, columns in [("attn_q", width, width), ("attn_k", width, width),
                                    ("attn_v", width, width), ("attn_out", width, width),
                                    ("ffn_up", feed, width), ("ffn_down", width, feed)]:
            tensors[f"v.blk.{block}.{name}.weight"] = matrix(rows, columns)
            tensors[f"v.blk.{block}.{name}.bias"] = zeros(rows)
        for name in ("ln1", "ln2"):
            tensors[f"v.blk.{block}.{name}.weight"] = ones(width)
            tensors[f"v.blk.{block}.{name}.bias"] = zeros(width)
    tensors["v.post_ln.weight"], tensors["v.post_ln.bias"] = ones(width), zeros(width)
    tensors["mm.model.fc.weight"] = matrix(WIDTH, width * SCALE ** 2)
    return tensors


TEXT_FIELDS = {
    "general.architecture": text("llama"), "general.name": text("tiny-vlm"),
    "general.file_type": u32(MOSTLY_F16),
    "llama.vocab_size": u32(len(VOCABULARY)), "llama.context_length": u32(CONTEXT),
    "llama.embedding_length": u32(WIDTH), "llama.block_count": u32(TEXT_BLOCKS),
    "llama.feed_forward_length": u32(TEXT_FEED), "llama.attention.head_count": u32(HEADS),
    "llama.attention.head_count_kv": u32(KV_HEADS),
    "llama.attention.layer_norm_rms_epsilon": f32(1e-5),
    "tokenizer.ggml.model": text("gpt2"), "tokenizer.ggml.pre": text("llama-bpe"),
    "tokenizer.ggml.tokens": array(8, [raw(token) for token in VOCABULARY]),
    "tokenizer.ggml.token_type": array(5, [struct.pack("<i", 3 if token in SPECIAL else 1)
                                           for token in VOCABULARY]),
    "tokenizer.ggml.merges": array(8, [raw(f"{symbols(' ')} t")]),
    "tokenizer.ggml.bos_token_id": u32(VOCABULARY.index("<|im_start|>")),
    "tokenizer.ggml.eos_token_id": u32(VOCABULARY.index("<end_of_utterance>")),
    "tokenizer.ggml.padding_token_id": u32(0), "tokenizer.ggml.add_bos_token": flag(True),
    "tokenizer.chat_template": text(TEMPLATE),
}
VISION_FIELDS = {
    "general.architecture": text("clip"), "general.type": text("mmproj"),
    "general.name": text("tiny-vlm"), "general.file_type": u32(MOSTLY_F16),
    "clip.has_vision_encoder": flag(True), "clip.projector_type": text("idefics3"),
    "clip.use_gelu": flag(True),
    "clip.vision.image_size": u32(IMAGE), "clip.vision.patch_size": u32(PATCH),
    "clip.vision.embedding_length": u32(VISION_WIDTH),
    "clip.vision.feed_forward_length": u32(VISION_FEED),
    "clip.vision.block_count": u32(VISION_BLOCKS),
    "clip.vision.attention.head_count": u32(VISION_HEADS),
    "clip.vision.attention.layer_norm_epsilon": f32(1e-6),
    "clip.vision.projection_dim": u32(WIDTH),
    "clip.vision.image_mean": array(6, [struct.pack("<f", 0.5)] * 3),
    "clip.vision.image_std": array(6, [struct.pack("<f", 0.5)] * 3),
    "clip.vision.projector.scale_factor": u32(SCALE),
    "clip.vision.preproc_image_size": u32(IMAGE),
}

folder = pathlib.Path(__file__).parent
write_gguf(folder / "tiny-vlm.gguf", TEXT_FIELDS, text_tensors())
write_gguf(folder / "tiny-vlm-mmproj.gguf", VISION_FIELDS, vision_tensors())
