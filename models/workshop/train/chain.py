"""Runs the stages in two lanes, one core each, so that no minute is idle. `python -m train.chain --lane a` and `--lane b`

Stages resume where they were killed; a finished stage is skipped. Only the flow decoder waits for another stage.
"""

import argparse
import os
import subprocess
import sys
import time

from train.run import RUNS

LANES = {'a': ['language', 'judge'], 'b': ['appearance', 'looks', 'detector', 'flow']}
NEEDS = {'flow': 'language.pt'}
MINUTES = {'appearance': 180, 'detector': 120, 'looks': 120, 'language': 480, 'flow': 120, 'judge': 10}
OPTIONS = {'language': ['--compile']}
# One thread a lane, and memory kept for the next step instead of given back after every operation.
ENVIRONMENT = {'OMP_NUM_THREADS': '1', 'MALLOC_MMAP_THRESHOLD_': '4294967296', 'MALLOC_TRIM_THRESHOLD_': '4294967296',
               'MALLOC_TOP_PAD_': '268435456'}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument('--lane', choices=sorted(LANES), required=True)
    options.add_argument('--minutes', nargs='*', default=[], metavar='STAGE=MINUTES', help='e.g. appearance=40')
    args = options.parse_args()
    minutes = MINUTES | {name: float(value) for name, value in (pair.split('=') for pair in args.minutes)}
    environment = os.environ | ENVIRONMENT
    for stage in LANES[args.lane]:
        while stage in NEEDS and not (RUNS / NEEDS[stage]).exists():
            time.sleep(5)
        module = stage if stage == 'judge' else f'train.{stage}'
        command = [sys.executable, '-m', module]
        command += ['--minutes', str(minutes[stage]), *OPTIONS.get(stage, [])]
        print('+', stage, time.strftime('%H:%M'), flush=True)
        with open(RUNS / f'{stage}.out', 'a') as out:
            subprocess.run(['nice', '-n', '5', *command], env=environment, stdout=out, stderr=subprocess.STDOUT, check=False)


if __name__ == '__main__':
    main()
