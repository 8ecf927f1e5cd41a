import { type Command, InvalidArgumentError } from 'commander'
import { readFps, readFrames } from '../numbers.ts'
import { readArrow, readCircle, readNamedBox, readRectangle } from '../prompt/read-shapes.ts'
import type { TypedPart } from '../prompt/typed-parts.ts'
import { startTypedPrompt, type TypedPrompt } from '../prompt/typed-prompt.ts'
import { readName } from './add-common.ts'

/** Gives a command everything a prompt is made of. All of it adds to one list, in the order in which it is typed. */
export function addPartOptions(command: Command): readonly TypedPart[] {
  const prompt = startTypedPrompt()
  const { parts } = prompt
  command
    .option('-t, --text <words>', 'add words to the prompt', (text: string) => prompt.add({ type: 'text', text }))
    .option('-i, --image <file>', 'add a picture to the prompt', (file: string) =>
      prompt.add({ type: 'image', file, marks: [] }),
    )
  addMarkOptions(command, prompt)
  command
    .option('--video <path>', 'add a video: a folder of pictures, or an animated GIF or WebP', (typed: string) =>
      prompt.add({ type: 'video', path: readName(typed), sampling: null }),
    )
    .option('--frames <number>', 'show so many frames of it, evenly chosen', (typed: string) =>
      prompt.sample({ by: 'count', count: readFrames(typed) }),
    )
    .option('--fps <rate>', 'or so many a second; 2/25 where it has 25', (typed: string) =>
      prompt.sample(readFps(typed)),
    )
    .option('--box <place>', 'something in its place: left,top,right,bottom=what', (typed: string) =>
      prompt.add(readNamedBox(typed)),
    )
    .option('--box-image <file>', 'a picture of what is to be in that box', (typed: string) =>
      prompt.showInBox(readName(typed)),
    )
  addFlag(command, '--example', 'open a row of examples: what is asked in it follows', () => prompt.openExample())
  addFlag(command, '--answer', 'and its answer', () => prompt.openAnswer())
  addFlag(command, '--query', 'leave the examples: what is asked now follows', () => prompt.openQuery())
  addFlag(command, '--user', 'a turn of a conversation: what the user says follows', () => prompt.openTurn('user'))
  addFlag(command, '--assistant', 'a turn: what was answered follows', () => prompt.openTurn('assistant'))
  return parts
}

function addMarkOptions(command: Command, prompt: TypedPrompt): void {
  command
    .option('--circle <place>', 'draw a circle on that picture: x,y,rx,ry', (typed: string) =>
      prompt.mark(readCircle(typed)),
    )
    .option('--arrow <place>', 'draw an arrow on it: x1,y1,x2,y2', (typed: string) => prompt.mark(readArrow(typed)))
    .option('--rect <place>', 'draw a rectangle on it: left,top,right,bottom', (typed: string) =>
      prompt.mark(readRectangle(typed)),
    )
    .option('--shade <file>', 'tint it where this grey picture is not black', (typed: string) =>
      prompt.mark({ kind: 'mask', file: readName(typed) }),
    )
}

/** A flag that means something where it stands: commander reads no values for flags, but tells of each in its place. */
function addFlag(command: Command, flag: string, description: string, act: () => void): void {
  command.option(flag, description).on(`option:${flag.slice(2)}`, () => {
    try {
      act()
    } catch (error) {
      if (error instanceof InvalidArgumentError) command.error(`error: ${error.message}`)
      throw error
    }
  })
}
