import type { Job, Stage } from '../../electron/contract/jobs.ts'
import type { ServiceState } from '../../electron/contract/shell.ts'

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`
const panels = (n: number) => count(n, 'panel')
const pictures = (n: number) => count(n, 'picture')
const size = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** Every word the page shows or says. The only place to change when Plumage learns another language. */
export const words = {
  app: { name: 'Plumage', title: (board: string) => `${board} – Plumage` },
  count: { panels, pictures },

  boards: {
    heading: 'Storyboards',
    list: 'Storyboards',
    create: 'New storyboard',
    rename: 'Rename',
    renameOf: (title: string) => `Rename ${title}`,
    name: 'Name of the storyboard',
    untitled: 'Untitled storyboard',
    narrow: 'Narrow the side bar',
    widen: 'Widen the side bar',
  },

  board: {
    region: 'Storyboard canvas',
    panels: 'Panels',
    panel: (number: number, caption: string, pictured: boolean) =>
      `Panel ${number}${pictured ? '' : ', no picture yet'}${caption ? `: ${caption}` : ', no caption'}`,
    newPanel: 'New panel',
    noCaption: 'Write a caption',
    noPicture: 'No picture yet',
    captionOf: (number: number) => `Caption of panel ${number}`,
    opening: 'Opening your storyboards…',
    none: 'No storyboard is open.',
  },

  /** Where a first line may happen; only those the installed model knows are offered. */
  places: [
    'in a meadow',
    'on the beach',
    'in the night sky',
    'in the snow',
    'in the desert',
    'at sea',
    'in a room',
  ] as readonly string[],
  aThing: (noun: string) => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`,

  empty: {
    title: 'Drop pictures here, or write a first line',
    body: 'A panel is a picture and a line of words. Plumage reads your panels in order and draws what comes next.',
    add: 'Add pictures…',
    line: 'Write the first panel',
    try: 'Or begin with',
  },

  tools: {
    undo: 'Undo',
    redo: 'Redo',
    undoOf: (label: string) => `Undo: ${label}`,
    redoOf: (label: string) => `Redo: ${label}`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomFit: 'Fit all panels',
    zoom100: 'Zoom to 100 %',
    zoom200: 'Zoom to 200 %',
    zoomNow: (percent: number) => `Zoom: ${percent} %. Back to 100 %`,
    percent: (percent: number) => `${percent} %`,
    addPictures: 'Add pictures',
    shortcuts: 'Keyboard shortcuts',
  },

  drop: {
    add: (n: number, place: string) => `Add ${pictures(n)} ${place}`,
    fill: (number: number) => `Put this picture into panel ${number}`,
    first: 'as the first panel',
    firsts: 'as the first panels',
    after: (number: number) => `after panel ${number}`,
    before: (number: number) => `before panel ${number}`,
    added: (n: number) => `${pictures(n)} added`,
    arriving: (n: number) => `Reading ${pictures(n)}…`,
    pasted: 'Pasted picture.png',
  },

  inspector: {
    region: 'Inspector',
    panel: (number: number, of: number) => `Panel ${number} of ${of}`,
    many: (n: number) => `${n} selected`,
    manyBody: 'Continue reads only these, in their order on the board.',
    caption: 'Caption',
    captionHint: 'What happens in this panel?',
    picture: 'Picture',
    none: 'Nothing selected',
    noneBody: 'Select a panel to see its caption and how its picture was made.',
    writing: 'Writing the caption…',
    model: 'Model',
    modelKnows: 'Words it knows',
    modelMore: (n: number) => `and ${n} more`,
    sizeAndLicence: (mb: string, licence: string) => `${mb} MB, ${licence}`,
    modelName: 'Name',
    drawsAt: 'Draws at',
    modelFile: 'Pack',
  },

  facts: {
    madeWith: 'Made with',
    device: 'Device',
    seed: 'Seed',
    copySeed: 'Copy the seed',
    takeSeed: 'Use this seed for the next picture',
    seedCopied: 'Seed copied.',
    steps: 'Steps',
    time: 'Time',
    size: 'Size',
    file: 'File',
    origin: 'Origin',
    yours: 'Your own picture',
    completion: 'Drawn as',
    fileOf: (kind: string, bytes: number) => `${kind}, ${size(bytes)}`,
    seconds: (s: string) => `${s} s`,
  },

  actions: {
    continue: 'Continue',
    continueFrom: 'Continue from here',
    continueThese: 'Continue from these',
    retell: 'Retell',
    retellHint: 'Draw this panel anew, with the panels before it in mind',
    retellNeeds: 'Write a caption first: it says what to draw',
    draw: 'Draw this panel',
    caption: 'Caption this',
    captionHint: 'Let the model describe the picture',
    duplicate: 'Duplicate',
    earlier: 'Move earlier',
    later: 'Move later',
    delete: 'Delete',
  },

  prompt: {
    region: 'Continue the story',
    hint: 'What happens next? Leave empty and the model writes it.',
    firstHint: 'Write a first line: what is to be seen?',
    label: 'What happens next?',
    after: (number: number) => `Continue after panel ${number}`,
    afterNew: 'Continue after the panel being drawn',
    first: 'Draw panel 1',
    reads: (n: number) => (n === 0 ? 'Reads only your line' : n === 1 ? 'Reads 1 panel' : `Reads ${n} panels`),
    readsRange: (from: number, to: number) => (from === to ? `Reads panel ${from}` : `Reads panels ${from}–${to}`),
    seed: 'Seed',
    roll: 'Roll a new seed',
    lock: 'Keep this seed',
    unlock: 'A new seed for each picture',
    needsWords: 'Write a first line, or add a picture',
    knows: 'Words the model knows',
  },

  jobs: {
    title: {
      continue: 'Next panel',
      retell: 'Retelling',
      story: 'Next panel',
      caption: 'Captioning',
      generate: 'Drawing',
      answer: 'Answering',
      compose: 'Writing and drawing',
      blend: 'Blending',
      unknown: 'From another version',
    } satisfies Record<Job['kind'], string>,
    queued: 'Waiting for its turn',
    notSent: 'Waiting for the engine',
    stage: (job: Job, reads: number) => {
      const said: Record<Stage, string> = {
        load: 'Waking the model',
        encode: reads > 1 ? `Looking at ${panels(reads)}` : 'Looking at the picture',
        read: reads > 0 ? `Reading ${panels(reads)}` : 'Reading',
        write: 'Writing the caption',
        regress: 'Imagining the picture',
        decode: job.steps > 0 ? `Drawing ${Math.min(job.step, job.steps)} of ${job.steps}` : 'Drawing',
        save: 'Saving',
      }
      return job.stage ? said[job.stage] : 'Starting'
    },
    cancel: 'Cancel',
    retry: 'Retry',
    dismiss: 'Dismiss',
    failed: 'This did not work',
    interruptedTitle: 'Interrupted',
    interrupted: 'Plumage was closed or restarted while this was being made. Nothing else was lost.',
    running: (n: number, waiting: number) =>
      [n && `${count(n, 'job')} running`, waiting && `${waiting} waiting`].filter(Boolean).join(', '),
    doneAloud: (kind: Job['kind']) => (kind === 'caption' ? 'The caption is written.' : 'The picture is ready.'),
    brokenAloud: (sentence: string) => `A job stopped. ${sentence}`,
    progressAloud: (title: string, stage: string) => `${title}: ${stage}`,
    log: (ref: string) => `Log reference ${ref}`,
  },

  status: {
    region: 'Status',
    saved: 'Saved',
    saving: 'Saving…',
    kept: (n: number) => `${count(n, 'change')} kept here until the engine is back`,
    engineAway: 'The engine is restarting. What you write is kept.',
    notYetSaved: 'What you did last could not be saved yet, so nothing before it can be undone.',
    connecting: 'Connecting…',
    model: (state: ServiceState['state']) =>
      ({
        starting: 'Model starting',
        ready: 'Model ready',
        restarting: 'Model restarting',
        stopped: 'Model stopped',
      })[state],
    engine: (state: ServiceState['state']) =>
      ({
        starting: 'Engine starting',
        ready: 'Engine ready',
        restarting: 'Engine restarting',
        stopped: 'Engine stopped',
      })[state],
    restart: 'Restart',
    showLog: 'Show log',
    modelOf: (pack: string) => `${pack} is ready`,
    noModel: 'No model can be used',
    readOnly: 'Read only',
  },

  theme: { label: 'Colours', system: 'As the system', light: 'Light', dark: 'Dark' },

  notices: { region: 'Messages', dismiss: 'Dismiss this message', ref: (ref: string) => `Log reference ${ref}` },

  sheet: {
    title: 'Keyboard shortcuts',
    body: 'Single keys work while the canvas has the focus, never while you write.',
    close: 'Close',
    groups: { make: 'Make', panels: 'Panels', move: 'Move about', app: 'Plumage' },
    walk: 'Walk through the panels',
    extend: 'Extend the selection',
    pan: 'Scroll to pan, or hold Space and drag. Scroll with Ctrl or ⌘ to zoom.',
    escape: 'Stop writing, then select nothing',
    newPanel: 'New panel after',
    newBefore: 'New panel before',
    editCaption: 'Write the caption',
    cancel: 'Cancel the running job',
    cancelAll: 'Cancel everything that waits or runs',
    selectAll: 'Select all panels',
  },

  keys: { ctrl: 'Ctrl', shift: 'Shift', alt: 'Alt', space: 'Space', escape: 'Esc', delete: 'Del' },

  errors: {
    inPage: 'Something went wrong on this page. What you made is safe; please try again.',
    upload: (name: string) => `${name || 'The picture'} could not be read in. Please try again.`,
  },
} as const
