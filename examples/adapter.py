#!/usr/bin/env python3
"""An example of a sightmark adapter, to be copied and changed:

    sightmark run --engine command --command 'python3 examples/adapter.py' --images photos/ ...

It speaks the whole protocol of docs/engines.md and needs nothing but Python. Its "model" only
measures the image file. To ask a real one, change load() and answer(); with Transformers:

    def load(name):
        global model, processor, torch, Image
        import torch, transformers
        from PIL import Image
        processor = transformers.AutoProcessor.from_pretrained(name)
        model = transformers.AutoModelForImageTextToText.from_pretrained(name, torch_dtype="auto")
        return {"model_id": name, "dtype": str(model.dtype).removeprefix("torch."),
                "facts": {"torch_version": torch.__version__, "device": str(model.device)}}

and in answer() run model.generate(..., streamer=transformers.TextIteratorStreamer(...)) on another
thread, and yield what the streamer gives: a text each time, and no count where it tells none.
"""
import json
import os
import sys

# Only messages may stand on the standard output; what libraries print goes to the log instead.
messages = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def say(kind, **fields):
    messages.write(json.dumps({"type": kind, **fields}) + "\n")
    messages.flush()


def load(name):
    return {"model_id": name or "file-size", "dtype": "none",
            "facts": {"python_version": sys.version.split()[0]}}


def answer(question):
    """Yields (text, tokens so far) as they come, then returns what else is known at the end."""
    size = os.path.getsize(question["image_path"])
    words = f"The file of this image has {size} bytes .".split()[:question["max_new_tokens"]]
    for count, word in enumerate(words, 1):
        yield ("" if count == 1 else " ") + word, count
    return {"finish_reason": "stop" if words[-1] == "." else "length",
            "prompt_tokens": len(question["prompt"].split()), "generated_tokens": len(words)}


def generate(question):
    tokens, identity = answer(question), question["id"]
    while True:
        try:
            text, count = next(tokens)
            say("token", id=identity, text=text, count=count)
        except StopIteration as end:
            return say("done", id=identity, **end.value)
        except Exception as problem:  # this question only: the next may be answered
            return say("error", id=identity, message=f"{type(problem).__name__}: {problem}")


for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        say("hello", protocol=1, name="example", version="1.0")
    elif message["type"] == "load":
        say("loaded", **load(message.get("model")))
    elif message["type"] == "generate":
        generate(message)
    elif message["type"] == "quit":
        break
