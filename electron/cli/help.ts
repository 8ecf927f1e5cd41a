/** The words of --help. What the options do is said where they are declared, in options/. */

export const program =
  'Draw, edit, describe and ask about pictures on your own machine, with a model of the Emu family.'

export const generate = 'Draw a picture from words, pictures, or both in any order.'
export const edit = 'Draw a picture anew with a change: one picture or more, and an instruction.'
export const caption = 'Say in words what a picture shows.'
export const ask = 'Answer a question about one picture or more.'
export const compose = 'Go on in words and pictures, until the model has said and drawn all it wants.'
export const blend = 'Draw several pictures as one.'
export const redraw = 'Draw a picture again as the model remembers it: what it keeps is what it sees.'
export const see = 'Show a prompt as the model sees it, piece by piece, and how much more would fit.'
export const classify = 'Say which of some labels a picture fits.'
export const embed = 'Turn pictures and words into vectors that can be compared: alike is close.'
export const recipe = 'Say how a picture was made, as its file tells, or make it again.'
export const strip = 'Write pictures without anything but their pixels and colours.'
export const search = 'Find pictures and words: by words, by what they mean, by a picture, and by how they were made.'
export const history =
  'List what was made and brought in, or show what a picture was made from and what was made from it.'
export const packs = 'List and verify the model packs on this machine.'
export const verify = 'compare every file of a pack with its hash'
export const devices = 'List what this machine can compute on.'
export const backup = 'List and make backups of the library file.'
export const backupList = 'list the backups, newest first, and damaged files that were put aside'
export const backupMake = 'make a backup that stays until you remove it'
export const verifyLibrary = 'Check the whole library: the database, every row and the bytes of every picture.'

export const usage = {
  generate: '[words] [options]',
  edit: '<picture> <instruction> [options]',
  caption: '<picture> [options]',
  ask: '<picture> <question> [options]',
  compose: '[words] [options]',
  blend: '<picture> <picture> … [options]',
  redraw: '<picture> [options]',
  see: '[words] [options]',
  classify: '<picture> <label> <label> … [options]',
  embed: '[words] [options]',
  search: '[words] [options]',
} as const

export const programAfter = `
Examples:
  plumage generate "a red apple on a blue background" --seed 7 --out apple.png
  plumage edit apple.png "put it on a plate" --out plate.png
  plumage caption apple.png
  plumage ask apple.png "What colour is it?"
  plumage compose "a fox finds a hat" --out story/

Every result is kept in the library, with all that is needed to make it again.
The result goes to standard output (a path, or the text), everything else to standard error.
With --json standard output is one JSON object; after a failure it is {"failure": {"code", "sentence", "ref"}, …}
with what was finished before it. Wrong usage prints nothing there.

Exit codes: 0 done, 1 failed (one sentence says why), 2 wrong usage, 130 cancelled with Ctrl-C.
`

const order = `
The parts of the prompt are read in the order in which they are typed:
  -t words -i picture.png       words and pictures
  -i a.png --circle .5,.5,.2,.2  marks go onto the last picture; places are fractions of it, from its top left corner
  --video clip.gif --frames 4   a folder of pictures, or an animated GIF or WebP
  --box 0,0,.5,1=fox            something in its place; --box-image fox.png says what it looks like
  --example … --answer …        a row of examples, as many as you like, then
  --query …                     what is asked now
  --user … --assistant …        turns of a conversation, the last one --user
`

const over = `
Drawing over a picture:
  --over a.png --strength .6     keeps some of it: 0 all, 1 nothing
  --over a.png --mask m.png      changes only what is not black in the mask; the rest stays as it is, to the byte
`

export const outputs = `
Where the picture goes:
  --out cat.png          this file; one that is there is replaced
  --out cat.jpg          as JPEG, or .webp as WebP; --quality says how well
  --out cat.png -n 3     cat-1.png, cat-2.png, cat-3.png
  --out cat-{seed}.png   the seed in the name
  --out folder/          plumage-<seed>.png in that folder, which is made if it is not there
  no --out               plumage-<seed>.png here; a file that is there is never replaced
The file says how it was made, unless --no-recipe is given (plumage recipe cat.png).
`

export const after = {
  generate: `${order}${over}
Examples:
  plumage generate "a red apple on a blue background"
  plumage generate -t "a sticker of" -i fox.png -t "on a beach" --seed 7 --out fox.png --json
  plumage generate --example "a cat" --answer cat.png --example "a dog" --answer dog.png --query "a fox"
  plumage generate "in the grass" --box 0,.5,.5,1=fox --box-image fox.png
`,
  edit: `${order}Of the bare words the first is the picture and the others are the instruction.
${over}With --strength or --mask alone the first picture is drawn over.

Examples:
  plumage edit cat.png "make the background night" --out night.png
  plumage edit -i cat.png -t "wearing this hat:" -i hat.png --seed 7
  plumage edit cat.png "a hat" --mask head.png
  plumage edit --example day.png "at night" --answer night.png --query cat.png "at night"
`,
  caption: `${order}
Examples:
  plumage caption holiday.jpg
  plumage caption holiday.jpg --json
  plumage caption --example cat.png --answer "a cat" --example dog.png --answer "a dog" --query fox.png
`,
  ask: `${order}Of the bare words the first is the picture and the others are the question.

Examples:
  plumage ask cat.png "What is the cat doing?"
  plumage ask -i before.png -i after.png -t "What has changed?"
  plumage ask -i map.png --circle .7,.2,.1,.1 -t "What is this?"
  plumage ask --user cat.png "What is it?" --assistant "A cat." --user "What colour is it?"

An answer that is --grounded is followed by its boxes, one a line, as --box takes them.
`,
  compose: `${order}
Words are printed as they are, pictures as the path they were written to, in the order in which they were made.
Picture n has seed + n. Stopped or failed, the pictures that were finished are kept and written all the same.

Examples:
  plumage compose "a fox finds a hat" --max-pictures 3 --out 'story-{seed}.png'
`,
  blend: `
Examples:
  plumage blend cat.png fox.png
  plumage blend cat.png fox.png --weights 1,2 --out foxcat.png
`,
  redraw: `
Examples:
  plumage redraw cat.png --out remembered.png
`,
  see: `${order}
Each line is a piece and how many positions of the model's window it takes. What was painted or drawn for the model is
named by a file, which stays for an hour or so. Fails for a prompt that is too long.

Examples:
  plumage see -t "a sticker of" -i fox.png -t "on a beach"
  plumage see --task ask -i map.png --circle .7,.2,.1,.1 -t "What is this?" --json
`,
  classify: `
Each line is how sure the model is, from 0 to 1, and a label; likeliest first. Together they are 1.

Examples:
  plumage classify pet.png "a cat" "a dog" "a fox"
  plumage classify street.jpg --box 0,0,.5,1 "a car" "a bicycle"
`,
  embed: `
Prints JSON: a vector of length 1 for each, in order. How alike two are is their dot product; only vectors of the same
packHash can be compared.

Examples:
  plumage embed "a red apple" -i apple.png -i street.jpg --box 0,0,.5,1
`,
  recipe: `
Prints the prompt part by part, then the numbers. Reads what Plumage, AUTOMATIC1111, ComfyUI and InvokeAI write; GIF and
AVIF carry no recipe. Nothing in a file is ever run: with --again only Plumage's own kinds of work are.

On the machine, the versions and the model of the recipe --again makes the same file, to the byte. Pictures it was made
from are found in the library, or named with --image.
${outputs}
Examples:
  plumage recipe fox.png
  plumage recipe fox.png --json
  plumage recipe fox.png --again --out fox-again.png
`,
  strip: `
Takes out the recipe, Exif with time and place, XMP, comments, thumbnails and all that programs have added, also behind the
end of the picture. Pixels are not encoded again; the colour profile and which way up it is stay. An AVIF cannot be stripped.

Examples:
  plumage strip fox.png --out fox-bare.png
  plumage strip *.jpg --out bare/
`,
  search: `
Each line is a picture's file, or what else it is with its id; then how like it is, from -1 to 1, and words of it. What was
asked for in several ways is put in one order: what stands high in several of them comes first. Words are looked for as
the beginnings of words, in any case and without accents, and all of them have to be there. Nothing in them is a command.
A picture that is not in the library is brought in.

Examples:
  plumage search "boats at night"
  plumage search --like boat.png --region .1,.2,.5,.9
  plumage search fox --kind continue --rating 4 --from 2026-11-01
  plumage search --newest --subject "Mo the fox" --json
`,
  history: `
Examples:
  plumage history -n 50
  plumage history apple.png
  plumage history 01a0f3c2-7b1e-7c3d-9a54-0c2b8f6d1e22 --json
`,
  devices: `
A device other than the processor is tried before its first use: every graph of the model has to give the processor's
numbers. What came of it is remembered until driver, runtime or model change. Without --device the processor is used,
unless a device that was tried is at least twice as fast; --device auto tries what was not tried yet. A device that runs
out of memory in the middle of the work is replaced by the processor, and that is said. What is known is told of the
default pack, or of the one named with --pack.
`,
  backup: `
A backup is one file in the folder backups of the library, checked before it counts. The app makes one an hour while you
work and keeps the last 24, the last one of each of 14 days, and one from before each update of the tables. Pictures
are not in it: they are files that never change, in the folder assets.
`,
  verify: `
Nothing is changed, and Plumage may be open meanwhile. Each line is a finding and what to do about it; notes harm
nothing. Fails when there is anything but notes.

Examples:
  plumage verify
  plumage verify --library /mnt/copy/plumage --json
`,
} as const
