"""The sizes of the bundled model."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Config:
    side: int = 192          # of the image, pixels
    patch: int = 24          # side of a patch, pixels
    scale: int = 2           # the projector joins scale x scale patches into a token
    vision_width: int = 128
    vision_blocks: int = 4
    vision_ffn: int = 384    # not vision_width, or llama.cpp swaps ffn_up and ffn_down
    vision_eps: float = 1e-6
    width: int = 128
    blocks: int = 5
    ffn: int = 352
    eps: float = 1e-5
    head_width: int = 32     # of both parts
    rope_base: float = 10000.0
    context: int = 1024

    @property
    def grid(self):
        return self.side // self.patch

    @property
    def view_tokens(self):
        return (self.grid // self.scale) ** 2
