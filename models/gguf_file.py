"""Writes GGUF version 3 (described in docs/gguf.md of the repository ggml). Needs numpy."""

import struct

import numpy as np

ALIGNMENT = 32  # bytes; the format's default
TENSOR_TYPES = {"f32": 0, "f16": 1, "bf16": 30}


def _string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


# Value types of the format that are needed here: number, and how a value is packed.
_VALUE_TYPES = {
    "u32": (4, lambda value: struct.pack("<I", value)),
    "i32": (5, lambda value: struct.pack("<i", value)),
    "f32": (6, lambda value: struct.pack("<f", value)),
    "bool": (7, lambda value: struct.pack("<?", value)),
    "str": (8, _string),
}


def _value(kind, value):
    if not kind.endswith("[]"):
        number, pack = _VALUE_TYPES[kind]
        return struct.pack("<I", number) + pack(value)
    number, pack = _VALUE_TYPES[kind[:-2]]
    return struct.pack("<IIQ", 9, number, len(value)) + b"".join(map(pack, value))


def _tensor_bytes(values, kind):
    values = np.ascontiguousarray(values, "<f4")
    if kind == "f16":
        return values.astype("<f2").tobytes()
    if kind == "f32":
        return values.tobytes()
    bits = values.view("<u4").astype(np.uint64)  # bfloat16: the upper half, rounded to even
    return ((bits + 0x7fff + (bits >> 16 & 1)) >> 16).astype("<u2").tobytes()


def write_gguf(path, fields, tensors):
    """fields: {key: (kind, value)}, a kind being one of _VALUE_TYPES, with [] for an array of it;
    tensors: {name: (float32 array, "f32" | "f16" | "bf16")}."""
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(fields))
    for key, (kind, value) in fields.items():
        head += _string(key) + _value(kind, value)
    data = b""
    for name, (values, kind) in tensors.items():
        head += _string(name) + struct.pack("<I", values.ndim)
        head += struct.pack(f"<{values.ndim}Q", *reversed(values.shape))
        head += struct.pack("<IQ", TENSOR_TYPES[kind], len(data))
        data += _padded(_tensor_bytes(values, kind))
    with open(path, "wb") as file:
        file.write(_padded(head) + data)


def _padded(data):
    return data + bytes(-len(data) % ALIGNMENT)
