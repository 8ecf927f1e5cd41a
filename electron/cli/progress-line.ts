import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import type { Job, Stage } from '../contract/jobs.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const barWidth = 24
const frameMs = 80
/** Of a text that is being written its end is what is new. */
const shownCharacters = 50

const stageWords: Record<Stage, string> = {
  load: 'loading the model',
  encode: 'looking at the pictures',
  read: 'reading the prompt',
  write: 'writing',
  regress: 'imagining',
  decode: 'drawing',
  save: 'saving',
}

/** One quiet line on a terminal, gone when the work is over. On anything but a terminal it says nothing. */
export interface ProgressLine {
  show(job: Job): void
  /** For work that is no job. */
  say(words: string): void
  /** Clears the line, to make room for a line that stays. */
  wipe(): void
  close(): void
}

export function openProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!isTerminal(stream)) return { show: ignore, say: ignore, wipe: ignore, close: ignore }
  const startedMs = performance.now()
  let words = 'starting'
  let frame = 0
  const draw = () => {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    const line = `${frames[frame++ % frames.length]} ${words}`
    stream.write(`\r\u001b[K${fit(line, stream.columns)} ${styleText('dim', `${seconds} s`, { stream })}`)
  }
  const timer = setInterval(draw, frameMs)
  timer.unref()
  draw()
  const wipe = () => void stream.write('\r\u001b[K')
  return {
    show: (job) => (words = describeJob(job)),
    say: (said) => (words = said),
    wipe,
    close() {
      clearInterval(timer)
      wipe()
    },
  }
}

/** Cut to the terminal, room left for the seconds: a line that wraps cannot be wiped. */
const fit = (line: string, columns: number) => line.slice(0, Math.max((columns || 80) - 12, 20))

const ignore = () => undefined

const isTerminal = (stream: NodeJS.WriteStream): stream is WriteStream => stream.isTTY && process.env['TERM'] !== 'dumb'

/** What a job is doing, in a few words and a bar. */
export function describeJob(job: Job): string {
  if (job.state === 'queued') return 'waiting for its turn'
  if (job.stage === null) return 'starting'
  const words = stageWords[job.stage]
  if (job.stage === 'write' && job.text)
    return `${words} … ${job.text.replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(-shownCharacters)}`
  if (job.stage !== 'decode' || job.steps === 0) return words
  const filled = Math.round((Math.min(job.step, job.steps) / job.steps) * barWidth)
  return `${words} ${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)} ${job.step}/${job.steps}`
}
