"""What a sample is: text and pictures in the order a user would give them, and which of them the model has to write."""

from dataclasses import dataclass

from scenes import Picture


@dataclass(frozen=True)
class Segment:
    content: str | Picture
    answer: bool = False
    end: bool = False  # closes with </s>, or is followed by [IMG] if a picture comes next
    read: bool = False  # a picture as the visual encoder reads it


Sample = list[Segment]


def shown(picture: Picture) -> Segment:
    return Segment(picture, read=True)


def drawn(picture: Picture) -> Segment:
    return Segment(picture, answer=True)


def answered(words: str) -> Segment:
    return Segment(words, answer=True, end=True)
