"""What all stages share: a stopwatch that survives restarts, a log file and checkpoints."""

import json
import os
import time
from pathlib import Path

import numpy as np
import torch

RUNS = Path(__file__).resolve().parent.parent / 'runs'


class Run:
    """One stage of training. Time counts over restarts, so a killed run goes on where it was."""

    def __init__(self, name: str, minutes: float, seed: int) -> None:
        RUNS.mkdir(exist_ok=True)
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self.name, self.minutes = name, minutes
        self.spent_s = 0.0
        self.started = self.logged = time.monotonic()
        self.steps = 0
        self.checkpoint = RUNS / f'{name}.pt'

    def resume(self, parts: dict) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=False)
        if state['spent_s'] / 60 >= self.minutes:
            raise SystemExit(f'{self.name} has had its {self.minutes:g} minutes; ask for more, or delete {self.checkpoint.name}')
        for key, part in parts.items():
            part.load_state_dict(state[key])
        self.spent_s, self.steps = state['spent_s'], state['steps']
        self.rng = np.random.default_rng([self.steps])

    @property
    def minute(self) -> float:
        return (self.spent_s + time.monotonic() - self.started) / 60

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
