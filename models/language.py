"""What the bundled model is asked, what it should answer, and its tokens. Standard library only."""

import functools
import re

TASKS = ("caption_brief", "objects_and_counts", "spatial_relationships", "scene_context",
         "attributes")

# The first prompt of a task is the one of the suite five-task (src/suite/suite.cc), word for word.
PROMPTS = {
    "caption_brief": (
        "Describe this image in one sentence.",
        "What does the image show?",
        "Write a short caption for this picture.",
        "Describe the image.",
    ),
    "objects_and_counts": (
        'Name the main kinds of object in this image and count them. Write each kind on a line of '
        'its own, as "name: number". Name at most eight kinds.',
        "List the objects and how many there are of each.",
        "Count the objects of each kind.",
        "Which objects are in this image, and how many of each?",
    ),
    "spatial_relationships": (
        "In two or three sentences, say where the main objects are relative to each other: left or "
        "right, above or below, in front or behind.",
        "Where are the objects relative to each other?",
        "Describe where the objects are.",
        "How are the objects arranged in this picture?",
    ),
    "scene_context": (
        "In two sentences, describe the setting of this image: what kind of place it is and what "
        "is going on there.",
        "Describe the setting.",
        "What kind of place is this?",
        "Describe the background and the light.",
    ),
    "attributes": (
        "In two sentences, describe how the main objects in this image look: their colors, sizes "
        "and materials, and the light on them.",
        "Describe the colors and sizes of the objects.",
        "How do the objects look?",
        "What are the attributes of each object?",
    ),
}

SHAPES = ("circle", "square", "triangle", "diamond", "star", "cross")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
SIZES = ("small", "medium", "large")
LOCATIONS = {"meadow": "in a meadow", "beach": "on a beach", "desert": "in a desert",
             "snowfield": "in a snowfield", "room": "in a room"}
LIGHTS = {"day": "by day", "dusk": "at dusk", "night": "at night"}
PLACES = {"top left": "at the top left", "top": "at the top", "top right": "at the top right",
          "left": "on the left", "centre": "in the centre", "right": "on the right",
          "bottom left": "at the bottom left", "bottom": "at the bottom",
          "bottom right": "at the bottom right"}
NUMBERS = ("no", "one", "two", "three", "four")


# ---- answers, from a scene's truth (src/scene/scene_set.h); MODEL_CARD.md has their grammar

def plural(shape):
    return shape + ("es" if shape == "cross" else "s")


def with_article(words):
    return ("an " if words[0] in "aeiou" else "a ") + words


def joined(items):
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def kind(thing):
    return thing["colour"] + " " + thing["shape"]


def kind_counts(things):
    """How many there are of each kind, in the order in which they appear from left to right."""
    counts = {}
    for thing in things:
        counts[kind(thing)] = counts.get(kind(thing), 0) + 1
    return counts


def setting_phrase(truth):
    return LOCATIONS[truth["setting"]["location"]] + " " + LIGHTS[truth["setting"]["light"]]


def caption_brief(truth):
    items = []
    for name, count in kind_counts(truth["objects"]).items():
        colour, shape = name.split()
        items.append(with_article(name) if count == 1
                     else f"{NUMBERS[count]} {colour} {plural(shape)}")
    return sentence(joined(items) + " " + setting_phrase(truth))


def objects_and_counts(truth):
    counts = kind_counts(truth["objects"])
    return "\n".join(f"{name}: {count}" for name, count in counts.items())


def main_relation(subject, thing):
    """The relation in the direction in which the two are further apart."""
    right, down = subject["x"] - thing["x"], subject["y"] - thing["y"]
    if abs(right) > abs(down):
        return "left of" if right < 0 else "right of"
    return "above" if down < 0 else "below"


def spatial_relationships(truth):
    things, counts = truth["objects"], kind_counts(truth["objects"])

    def named(thing):
        name = kind(thing)
        return "the " + name if counts[name] == 1 else with_article(name)

    sentences = []
    for subject, thing in zip(things, things[1:]):
        other = "another " + kind(thing) if kind(thing) == kind(subject) else named(thing)
        sentences.append(f"{named(subject)} is {main_relation(subject, thing)} {other}")
    if len(things) <= 2:
        sentences.append(f"{named(things[0])} is {PLACES[things[0]['place']]}")
    if len(things) == 1:
        sentences.append("there is no other object")
    return " ".join(map(sentence, sentences))


def scene_context(truth):
    side = "indoors" if truth["setting"]["location"] == "room" else "outdoors"
    count = len(truth["objects"])
    objects = "one object is" if count == 1 else f"{NUMBERS[count]} objects are"
    return f"The place is {side}, {setting_phrase(truth)}. Nothing moves, and {objects} in view."


def attributes(truth):
    things = [with_article(f"{thing['size']} {kind(thing)}") for thing in truth["objects"]]
    light = LIGHTS[truth["setting"]["light"]]
    return sentence(joined(things)) + f" All surfaces are flat and smooth, seen {light}."


def sentence(words):
    return words[0].upper() + words[1:] + "."


ANSWERS = dict(caption_brief=caption_brief, objects_and_counts=objects_and_counts,
               spatial_relationships=spatial_relationships, scene_context=scene_context,
               attributes=attributes)


# ---- tokens: a word-level vocabulary, all bytes, and the special tokens of the idefics3 path

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>",
            "<global-img>", "<image>"]
SPECIALS += [f"<row_{row}_col_{column}>" for row in range(1, 5) for column in range(1, 5)]
BOS, END = SPECIALS.index("<|im_start|>"), SPECIALS.index("<end_of_utterance>")
CHAT_TEMPLATE = ("{% for m in messages %}{{ m['role'] | capitalize }}:{{ m['content'] }}"
                 "<end_of_utterance>\n{% endfor %}"
                 "{% if add_generation_prompt %}{{ 'Assistant:\n' }}{% endif %}")

# llama.cpp's pre-tokenizer 'llama-bpe', for ASCII.
PRE_TOKEN = re.compile(r"'(?:[sdmt]|ll|ve|re)|[^\r\nA-Za-z0-9]?[A-Za-z]+|[0-9]{1,3}|"
                       r" ?[^\sA-Za-z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", re.IGNORECASE)


def byte_symbols():
    """GPT-2's printable stand-in for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return ({byte: chr(byte) for byte in printable}
            | {byte: chr(256 + i) for i, byte in enumerate(others)})


BYTE_SYMBOLS = byte_symbols()
BYTES = {symbol: byte for byte, symbol in BYTE_SYMBOLS.items()}
MERGE = BYTE_SYMBOLS[0] + " " + BYTE_SYMBOLS[0]  # the file needs one; two zero bytes are not text


def symbols(text):
    return "".join(BYTE_SYMBOLS[byte] for byte in text.encode())


def answer_words():
    yield from (*SHAPES, *map(plural, SHAPES), *COLOURS, *SIZES, *NUMBERS, *LIGHTS, *LOCATIONS)
    for phrase in (*LOCATIONS.values(), *LIGHTS.values(), *PLACES.values()):
        yield from phrase.split()
    yield from ("the place is indoors outdoors nothing moves and object objects are in view all "
                "surfaces flat smooth seen there no other another an a left right of above "
                "below").split()


def vocabulary():
    words = {"User", "Assistant"}
    for word in answer_words():
        words |= {word, " " + word, word.capitalize(), " " + word.capitalize()}
    for prompts in PROMPTS.values():
        for prompt in prompts:
            words |= set(PRE_TOKEN.findall(prompt))
    words |= {"\n\n", ":\n", "\0\0"}
    single = [BYTE_SYMBOLS[byte] for byte in range(256)]
    return SPECIALS + single + sorted({symbols(word) for word in words} - set(single))


TOKENS = vocabulary()
TOKEN_IDS = {token: i for i, token in enumerate(TOKENS)}


@functools.lru_cache(maxsize=10_000)
def piece_ids(piece):
    whole = symbols(piece)
    return [TOKEN_IDS[whole]] if whole in TOKEN_IDS else [TOKEN_IDS[symbol] for symbol in whole]


def encode(text):
    """The token ids of text without special tokens, as llama.cpp finds them."""
    return [i for piece in PRE_TOKEN.findall(text) for i in piece_ids(piece)]


def decode(ids):
    text = "".join(TOKENS[i] for i in ids if i >= len(SPECIALS))
    return bytes(BYTES[symbol] for symbol in text).decode("utf-8", "replace")


def image_frame():
    """Token ids before the first view of the image, between the two views, and after them."""
    fake, whole = SPECIALS.index("<fake_token_around_image>"), SPECIALS.index("<global-img>")
    return ([BOS, *encode("User:"), fake, SPECIALS.index("<row_1_col_1>")],
            [*encode("\n\n"), fake, whole], [fake])


def question(prompt):
    """Token ids from the image's end to where the answer begins."""
    return [*encode(prompt), END, *encode("\nAssistant:\n")]
