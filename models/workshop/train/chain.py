"""Runs the stages in two lanes, one core each, so that no minute is idle. `python -m train.chain --lane a` and `--lane b`

Stages resume where they were killed; a finished stage is skipped. The second lane waits for what it needs of the first.
"""

import argparse
import os
import subprocess
import sys
import time

from train.run import RUNS

LANES = {'a': ['appearance', 'table', 'language'], 'b': ['detector', 'looks', 'flow', 'judge']}
NEEDS = {'table': 'appearance.pt', 'looks': 'appearances.npy', 'language': 'appearances.npy', 'flow': 'language.pt'}
MINUTES = {'appearance': 180, 'detector': 90, 'looks': 90, 'language': 480, 'flow': 120, 'judge': 5}


def fresh_table() -> bool:
    table, source = RUNS / 'appearances.npy', RUNS / 'appearance.pt'
    return table.exists() and table.stat().st_mtime > source.stat().st_mtime


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--lane', choices=sorted(LANES), required=True)
    options.add_argument('--minutes', nargs='*', default=[], metavar='STAGE=MINUTES', help='e.g. appearance=40')
    args = options.parse_args()
    minutes = MINUTES | {name: float(value) for name, value in (pair.split('=') for pair in args.minutes)}
    environment = os.environ | {'OMP_NUM_THREADS': '1'}
    for stage in LANES[args.lane]:
        while stage in NEEDS and not (RUNS / NEEDS[stage]).exists():
            time.sleep(5)
        if stage == 'table' and fresh_table():
            continue
        module = stage if stage == 'judge' else f'train.{stage}'
        command = [sys.executable, '-m', module]
        command += ['--minutes', str(minutes[stage])] if stage in minutes else []
        print('+', stage, time.strftime('%H:%M'), flush=True)
        with open(RUNS / f'{stage}.out', 'a') as out:
            subprocess.run(['nice', '-n', '5', *command], env=environment, stdout=out, stderr=subprocess.STDOUT, check=False)


if __name__ == '__main__':
    main()
