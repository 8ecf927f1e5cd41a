"""The words in pack.json."""

from scenes import BACKGROUNDS, COLOURS
from subjects import NAMED

VERSION = '0.1.0'
DESCRIPTION = ('A very small model of the Emu2 architecture that knows a world of stickers: it draws, edits, describes and '
               'continues stories in it, in a second or so on any computer.')
PROVENANCE = {
    'source': 'trained from scratch in models/workshop',
    'data': 'pictures composed from the icons of Noto Emoji, Fluent Emoji flat and Twemoji; captions from a grammar',
    'recipe': 'models/workshop/README.md'}
TEMPLATES = {
    'caption': '{prompt}Describe the picture:',
    'ask': '[USER]: {prompt} [ASSISTANT]:',
    'complete': '[USER]: Complete the picture: {prompt} [ASSISTANT]:'}


def knows() -> dict:
    return {
        'subjects': sorted(singular for singular, _ in NAMED.values()),
        'styles': ['noto', 'fluent', 'twemoji'],
        'backgrounds': list(BACKGROUNDS) + [f'{colour} background' for colour in COLOURS],
        'actions': ['make the background', 'make it', 'move the', 'replace the', 'remove the', 'add a']}
