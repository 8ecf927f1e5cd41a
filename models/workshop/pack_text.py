"""The words in pack.json."""

from icons import STYLES
from scenes import COLOURS
from subjects import NAMED, with_article
from words import DRAWN_PHRASE, FINISH_PHRASE, POSES

VERSION = '0.2.0'
DESCRIPTION = ('A very small model of the Emu2 architecture that knows a world of stickers: it draws, edits, describes and '
               'continues stories in it, in a second or so on any computer.')
PROVENANCE = {
    'source': 'trained from scratch in models/workshop',
    'data': 'pictures composed from the icons of Noto Emoji, Fluent Emoji flat and Twemoji; captions from a grammar',
    'recipe': 'models/workshop/README.md'}
TEMPLATES = {
    'caption': '{prompt}Describe the picture:',
    'ask': '[USER]: {prompt} [ASSISTANT]:',
    'complete': '[USER]: Complete the picture: {prompt} [ASSISTANT]:',
    'chat': {'start': '', 'user': '[USER]: {turn}', 'assistant': ' [ASSISTANT]: {turn}</s>', 'open': ' [ASSISTANT]:'}}

ACTIONS = ('make the background', 'put it', 'move it to the left', 'move it to the right', 'move it to the top',
           'move it to the bottom', 'make it bigger', 'make it smaller', 'replace it with', 'remove the', 'add', 'turn it around',
           'turn it upside down', 'let it jump', 'lay it on its side', 'swap them', *POSES, 'standing on', 'next to', 'above', 'below',
           'make it black and white', 'make it night', 'at sunset', *(f'make it {style} style' for style in STYLES))


def knows() -> dict:
    """Phrases that can stand in a prompt, for completion while typing."""
    return {
        'subjects': sorted(singular for singular, _ in NAMED.values()),
        'styles': [f'in {style} style' for style in STYLES],
        'backgrounds': [*DRAWN_PHRASE.values(), *(f'on {with_article(colour)} background' for colour in COLOURS),
                        *(f'on a {pattern} {colour} background' for pattern in ('striped', 'dotted', 'checked')
                          for colour in COLOURS), *FINISH_PHRASE.values()],
        'actions': list(ACTIONS)}
