/** What the files of one place may import; what is not named here is forbidden. */
export interface Place {
  /** Folders and files, most specific place first: a file belongs to the first place that has it. */
  files: readonly string[]
  /** Places whose files may be imported, beside the place's own. */
  places?: readonly string[]
  packages?: readonly string[]
  /** Node's own modules. */
  node?: boolean
  /** Packages that may not be reached through any chain of imports, type-only imports aside. */
  neverReaches?: readonly string[]
}

/** Who may import whom (README.md has it as a table). */
export const places: Record<string, Place> = {
  'models/numerics': { files: ['models/numerics/'] },
  'models/runtime': {
    files: ['models/runtime/'],
    places: ['models/numerics', 'models/emu'],
    packages: ['onnxruntime-node', 'onnxruntime-common', 'zod'],
    node: true,
  },
  'models/emu/pack': {
    files: ['models/emu/pack'], // pack.ts, pack-….ts and pack/
    places: ['models/numerics', 'models/runtime', 'models/emu'],
    packages: ['zod', '@huggingface/tokenizers'],
    node: true,
  },
  'models/emu': {
    files: ['models/emu/'],
    places: ['models/numerics', 'models/runtime', 'models/emu/pack'],
    packages: ['zod', '@huggingface/tokenizers', 'lru-cache'],
  },
  'electron/contract': { files: ['electron/contract/'], packages: ['zod', '@orpc/contract', '@orpc/client'] },
  'electron/recipe': { files: ['electron/recipe/'], places: ['electron/contract'], packages: ['zod'], node: true },
  'electron/service': {
    files: ['electron/service/'],
    places: ['electron/contract'],
    packages: ['zod', '@orpc/contract', '@orpc/client', '@orpc/server', 'electron'],
    node: true,
  },
  'electron/engine': {
    files: ['electron/engine/'],
    places: ['electron/contract', 'electron/recipe', 'electron/service'],
    packages: [
      'better-sqlite3',
      'sharp',
      'sqlite-vec',
      'uuid',
      'zod',
      '@orpc/contract',
      '@orpc/client',
      '@orpc/server',
    ],
    node: true,
    neverReaches: ['electron'],
  },
  'electron/inference': {
    files: ['electron/inference/'],
    places: [
      'electron/contract',
      'electron/recipe',
      'electron/service',
      'models/emu',
      'models/emu/pack',
      'models/numerics',
      'models/runtime',
    ],
    packages: ['sharp', 'zod', 'lru-cache', '@orpc/contract', '@orpc/client', '@orpc/server'],
    node: true,
    neverReaches: ['electron', 'better-sqlite3'],
  },
  'electron/cli': {
    files: ['electron/cli/'],
    places: ['electron/contract', 'electron/recipe', 'electron/service', 'electron/engine'],
    packages: ['commander', 'sharp', 'uuid', 'zod', '@orpc/contract', '@orpc/client', '@orpc/server'],
    node: true,
    neverReaches: ['electron'],
  },
  'electron/preload': { files: ['electron/preload/'], places: ['electron/contract'], packages: ['electron'] },
  'electron/main': {
    files: ['electron/main/'],
    places: ['electron/contract', 'electron/service'],
    packages: ['electron', 'zod', '@orpc/contract', '@orpc/client', '@orpc/server'],
    node: true,
    neverReaches: ['onnxruntime-node', 'better-sqlite3', 'sharp'],
  },
  renderer: {
    files: ['renderer/'],
    places: ['electron/contract'],
    packages: [
      '@base-ui/react',
      '@fontsource-variable/inter',
      '@orpc/client',
      '@orpc/contract',
      'konva',
      'lucide-react',
      'react',
      'react-dom',
      'react-konva',
      'uuid',
      'zod',
      'zustand',
    ],
  },
}

/** Rooms that may import anything and that nobody may import. */
export const freeRooms = ['build/', 'tests/']
