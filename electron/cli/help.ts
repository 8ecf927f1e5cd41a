/** The words of --help. What the options do is said where they are declared, in program.ts. */

export const program =
  'Draw, edit, describe and ask about pictures on your own machine, with a model of the Emu family.'

export const generate = 'Draw a picture from words, pictures, or both in any order.'
export const edit = 'Draw a picture anew with a change: one picture or more, and an instruction.'
export const caption = 'Say in words what a picture shows.'
export const ask = 'Answer a question about one picture or more.'
export const packs = 'List and verify the model packs on this machine.'
export const verify = 'compare every file of a pack with its hash'
export const devices = 'List what this machine can compute on.'

export const usage = {
  generate: '[words] [options]',
  edit: '<picture> <instruction> [options]',
  caption: '<picture> [options]',
  ask: '<picture> <question> [options]',
} as const

export const programAfter = `
Examples:
  plumage generate "a red apple on a blue background" --seed 7 --out apple.png
  plumage edit apple.png "put it on a plate" --out plate.png
  plumage caption apple.png
  plumage ask apple.png "What colour is it?"

Every result is kept in the library, with all that is needed to make it again.
The result goes to standard output (a path, or the text), everything else to standard error.
With --json standard output is one JSON object; after a failure it is {"failure": {"code", "sentence", "ref"}, …}
with what was finished before it. Wrong usage prints nothing there.

Exit codes: 0 done, 1 failed (one sentence says why), 2 wrong usage, 130 cancelled with Ctrl-C.
`

const order = `
The parts of the prompt are read in the order in which they are typed.
`

export const outputs = `
Where the picture goes:
  --out cat.png          this file; one that is there is replaced
  --out cat.png -n 3     cat-1.png, cat-2.png, cat-3.png
  --out cat-{seed}.png   the seed in the name
  --out folder/          plumage-<seed>.png in that folder
  no --out               plumage-<seed>.png here; a file that is there is never replaced
`

export const after = {
  generate: `${order}
Examples:
  plumage generate "a red apple on a blue background"
  plumage generate -t "a sticker of" -i fox.png -t "on a beach" --seed 7 --out fox.png --json
`,
  edit: `${order}Of the bare words the first is the picture and the others are the instruction.

Examples:
  plumage edit cat.png "make the background night" --out night.png
  plumage edit -i cat.png -t "wearing this hat:" -i hat.png --seed 7
`,
  caption: `
Examples:
  plumage caption holiday.jpg
  plumage caption holiday.jpg --json
`,
  ask: `${order}Of the bare words the first is the picture and the others are the question.

Examples:
  plumage ask cat.png "What is the cat doing?"
  plumage ask -i before.png -i after.png -t "What has changed?"
`,
  devices: `
A device other than the processor is tried before its first use: every graph of the model has to give the processor's
numbers. What came of it is remembered until driver, runtime or model change. Without --device the processor is used,
unless a device that was tried is at least twice as fast; --device auto tries what was not tried yet. A device that runs
out of memory in the middle of the work is replaced by the processor, and that is said.
`,
} as const
