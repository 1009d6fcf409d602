"""What of an answer is right, by the scene's truth. MODEL_CARD.md has the grammar that is read."""

import re

from language import COLOURS, LIGHTS, LOCATIONS, NUMBERS, PLACES, SHAPES, SIZES, kind, kind_counts

COLOUR, SHAPE = "|".join(COLOURS), "|".join(SHAPES)
KIND = rf"({COLOUR}) ({SHAPE})"
THINGS = re.compile(rf"\b(an?|one|two|three|four) (?:({'|'.join(SIZES)}) )?({COLOUR}) "
                    rf"({SHAPE})(?:e?s)?\b")
COUNT_LINE = re.compile(rf"{KIND}: (\d+)")
RELATION = re.compile(rf"(?:the|an?) {KIND} is (left of|right of|above|below) "
                      rf"(?:the|an?|another) {KIND}")
PLACE = re.compile(rf"(?:the|an?) {KIND} is ({'|'.join(PLACES.values())})")


def named_counts(text):
    counts = {}
    for word, _, colour, shape in THINGS.findall(text.lower()):
        count = 1 if word in ("a", "an") else NUMBERS.index(word)
        counts[f"{colour} {shape}"] = counts.get(f"{colour} {shape}", 0) + count
    return counts


def listed_counts(text):
    """None where a line is not understood, or a kind is listed twice."""
    counts = {}
    for line in text.split("\n"):
        match = COUNT_LINE.fullmatch(line)
        name = match and f"{match[1]} {match[2]}"
        if not match or name in counts:
            return None
        counts[name] = int(match[3])
    return counts


def is_setting_right(text, truth):
    phrases = ((LOCATIONS, truth["setting"]["location"]), (LIGHTS, truth["setting"]["light"]))
    return all([name for name, phrase in words.items() if phrase in text] == [right]
               for words, right in phrases)


def is_statement_true(statement, truth):
    things = truth["objects"]
    if match := RELATION.fullmatch(statement):
        subject, other = f"{match[1]} {match[2]}", f"{match[4]} {match[5]}"
        return any(relation["relation"] == match[3]
                   and kind(things[relation["subject"]]) == subject
                   and kind(things[relation["object"]]) == other
                   for relation in truth["relations"])
    if match := PLACE.fullmatch(statement):
        return any(kind(thing) == f"{match[1]} {match[2]}" and PLACES[thing["place"]] == match[3]
                   for thing in things)
    return statement == "there is no other object" and len(things) == 1


def scores(task, text, truth):
    """Name of a score -> the rights and wrongs of this answer."""
    right = kind_counts(truth["objects"])
    if task == "caption_brief":
        said = named_counts(text)
        return {"kinds": [set(said) == set(right)], "counts": [said == right],
                "setting": [is_setting_right(text, truth)]}
    if task == "objects_and_counts":
        said = listed_counts(text) or {}
        return {"kinds": [set(said) == set(right)], "counts": [said == right],
                "objects found": [name in said for name in right],
                "objects that are there": [name in right for name in said]}
    if task == "spatial_relationships":
        statements = text.lower().removesuffix(".").split(". ")
        relations = [s for s in statements if RELATION.fullmatch(s)]
        truths = [is_statement_true(statement, truth) for statement in statements]
        return {"relations": [is_statement_true(relation, truth) for relation in relations],
                "statements": truths, "whole answer": [all(truths)]}
    if task == "scene_context":
        count = len(truth["objects"])
        words = f"{NUMBERS[count]} object{'s are' if count > 1 else ' is'} in view"
        return {"setting": [is_setting_right(text, truth)], "count": [words in text]}
    said = sorted(found[1:] for found in THINGS.findall(text.lower()))
    things = sorted((t["size"], t["colour"], t["shape"]) for t in truth["objects"])
    return {"kinds": [sorted(s[1:] for s in said) == sorted(t[1:] for t in things)],
            "sizes too": [said == things], "light": [is_light_right(text, truth)]}


def is_light_right(text, truth):
    return [name for name, phrase in LIGHTS.items() if phrase in text] == [
        truth["setting"]["light"]]
