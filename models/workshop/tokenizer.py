"""The vocabulary: byte-level BPE on captions and common English, with Emu2's control tokens in front.

Capital letters are read as small ones and runs of white space as one space: a small model should not have to learn twice.
Every piece of text between control tokens starts with a space, whether or not it was written.
`python -m tokenizer` writes runs/tokenizer.json; the export puts it into the pack.
"""

import json
import string
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

PATH = Path(__file__).resolve().parent / 'runs' / 'tokenizer.json'
VOCABULARY = 4096
CONTROL = ['[PAD]', '<s>', '</s>', '[IMG]', '[/IMG]', '<image>', '[gIMG]', '[/gIMG]', '[EOC]', '[VIDEO]', '<grounding>',
           '<phrase>', '</phrase>', '<object>', '</object>', '</delimiter_of_multi_objects/>', '<REC>',
           *(f'<patch_index_{i:04d}>' for i in range(257)), '[USER]', '[ASSISTANT]']


def train(texts: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    small = [normalizers.Replace(big, big.lower()) for big in string.ascii_uppercase]
    tokenizer.normalizer = normalizers.Sequence([*small, normalizers.Replace(Regex(r'\s+'), ' ')])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=CONTROL, show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator(texts, trainer)
    return with_control(tokenizer)


def with_control(tokenizer: Tokenizer) -> Tokenizer:
    """Control tokens swallow the white space around them."""
    document = json.loads(tokenizer.to_str())
    for token in document['added_tokens']:
        token |= {'lstrip': True, 'rstrip': True, 'normalized': False, 'special': True}
    return Tokenizer.from_str(json.dumps(document))


def plain(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer without control tokens: what a user types is only ever text."""
    document = json.loads(tokenizer.to_str())
    document['added_tokens'] = []
    return Tokenizer.from_str(json.dumps(document))


def load(path: Path = PATH) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def common_english() -> list[str]:
    """English labels and search words of all emoji (emojibase-data, MIT)."""
    path = Path(__file__).resolve().parent / 'art' / 'node_modules' / 'emojibase-data' / 'en' / 'data.json'
    entries = json.loads(path.read_text())
    return [text for entry in entries if 'skin tone' not in entry['label']
            for text in (entry['label'], ' '.join(entry.get('tags', [])))]


def corpus(count: int = 30000, seed: int = 5) -> list[str]:
    """The grammar's own text, of every task."""
    from tasks import sample  # not at the top: at run time only the file is needed
    rng = np.random.default_rng(seed)
    return [s.content for _ in range(count) for s in sample(rng) if isinstance(s.content, str)]


def main() -> None:
    PATH.parent.mkdir(exist_ok=True)
    tokenizer = train(corpus() + common_english())
    tokenizer.save(str(PATH))
    print(tokenizer.get_vocab_size(), tokenizer.encode('a red apple on a blue background').tokens)


if __name__ == '__main__':
    main()
