"""The subjects nano knows by name (subjects.txt). All other icons are seen without a name."""

from dataclasses import dataclass
from pathlib import Path

Words = tuple[str, str]  # one, many


@dataclass(frozen=True)
class Subject:
    icon: str
    words: Words  # what nano calls it
    synonyms: tuple[Words, ...]  # what people may call it


def _plural(singular: str) -> str:
    if singular.endswith(('s', 'sh', 'ch', 'x')):
        return singular + 'es'
    if singular.endswith('y') and singular[-2] not in 'aeiou':
        return singular[:-1] + 'ies'
    return singular + 's'


def _words(text: str) -> Words:
    singular, _, plural = (part.strip() for part in text.partition('/'))
    return singular, plural or _plural(singular)


def _subject(entry: str) -> Subject:
    named, _, others = entry.partition('~')
    icon, given, words = (part.strip() for part in named.partition('='))
    if not given:
        words, icon = icon, icon.partition('/')[0].strip()
    return Subject(icon, _words(words), tuple(_words(other) for other in others.split(',') if other.strip()))


def _read() -> dict[str, Subject]:
    lines = (Path(__file__).resolve().parent / 'subjects.txt').read_text().splitlines()
    entries = ';'.join(line for line in lines if not line.startswith('#')).split(';')
    subjects = [_subject(entry) for entry in entries if entry.strip()]
    return {subject.icon: subject for subject in subjects}


SUBJECTS: dict[str, Subject] = _read()
NAMED: dict[str, Words] = {icon: subject.words for icon, subject in SUBJECTS.items()}


def with_article(noun: str) -> str:
    vowel = noun.startswith('hour') or (noun[0] in 'aeiou' and not noun.startswith(('uni', 'use', 'ufo', 'one')))
    return ('an ' if vowel else 'a ') + noun
