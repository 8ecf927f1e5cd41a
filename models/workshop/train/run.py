"""What all stages share: a stopwatch that survives restarts, a log file and checkpoints."""

import json
import os
import time
from functools import cache
from pathlib import Path

import numpy as np
import torch

WORKSHOP = Path(__file__).resolve().parent.parent
RUNS = WORKSHOP / 'runs'
PACK = WORKSHOP.parent / 'packs' / 'nano'


@cache
def bfloat16_is_faster() -> bool:
    def seconds(dtype: torch.dtype) -> float:
        x = torch.ones(1024, 1024, dtype=dtype)
        x @ x
        started = time.perf_counter()
        for _ in range(4):
            x @ x
        return time.perf_counter() - started
    return seconds(torch.bfloat16) < seconds(torch.float32)


class Run:
    """One stage of training. Its time is the processor's, in one thread, and counts over restarts: a killed run goes on
    where it was, and on a busy machine it takes longer but learns as much."""

    def __init__(self, name: str, minutes: float, seed: int) -> None:
        RUNS.mkdir(exist_ok=True)
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self.name, self.minutes = name, minutes
        self.spent_s = 0.0
        self.started = time.process_time()
        self.logged = time.monotonic()
        self.steps = 0
        self.checkpoint = RUNS / f'{name}.pt'

    def resume(self, parts: dict) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=False)
        if state['spent_s'] / 60 >= self.minutes:
            raise SystemExit(f'{self.name} has had its {self.minutes:g} minutes; ask for more, or delete {self.checkpoint.name}')
        for key, part in parts.items():
            if key in state:  # weights taken from a pack come without an optimiser
                part.load_state_dict(state[key])
        self.spent_s, self.steps = state['spent_s'], state['steps']
        self.rng = np.random.default_rng([self.steps])

    def autocast(self) -> torch.autocast:
        """bfloat16 for the passes, where the processor is faster at it than at float32 (not all that have it are)."""
        return torch.autocast('cpu', dtype=torch.bfloat16, enabled=bfloat16_is_faster())

    @property
    def minute(self) -> float:
        return (self.spent_s + (time.process_time() - self.started) / torch.get_num_threads()) / 60

    @property
    def progress(self) -> float:
        return self.minute / self.minutes

    def due(self, every_s: float) -> bool:
        if time.monotonic() - self.logged < every_s:
            return False
        self.logged = time.monotonic()
        return True

    def log(self, **numbers: float) -> None:
        line = {'minute': round(self.minute, 1), 'step': self.steps,
                **{k: round(float(v), 4) for k, v in numbers.items()}}
        with open(RUNS / f'{self.name}.log', 'a') as file:
            file.write(json.dumps(line) + '\n')
        print(self.name, line, flush=True)

    def save(self, parts: dict) -> None:
        state = {key: part.state_dict() for key, part in parts.items()}
        state |= {'spent_s': self.minute * 60, 'steps': self.steps}
        scratch = self.checkpoint.with_suffix('.tmp')
        torch.save(state, scratch)
        os.replace(scratch, self.checkpoint)


def load(name: str, **modules: torch.nn.Module) -> None:
    """Fills modules from a stage's checkpoint."""
    state = torch.load(RUNS / f'{name}.pt', weights_only=False)
    for key, module in modules.items():
        module.load_state_dict(state[key])
        module.eval()
