import { describe, expect, it } from 'vitest'
import { findViolations, importsOf } from '../../../build/boundaries/check.ts'
import { freeRooms, places } from '../../../build/boundaries/table.ts'

describe('importsOf', () => {
  it('finds every kind of import, also beside syntax that is newer than most parsers', () => {
    const text = `
      import type { A } from './a.ts'
      import { b, type B } from "b"
      import './c.css'
      export * from './d.ts'
      export { type E } from './e.ts'
      using x = b()
      const y = await import('./f.ts')`
    expect(importsOf('x.ts', text)).toEqual([
      { specifier: './a.ts', typeOnly: true },
      { specifier: 'b', typeOnly: false },
      { specifier: './c.css', typeOnly: false },
      { specifier: './d.ts', typeOnly: false },
      { specifier: './e.ts', typeOnly: true },
      { specifier: './f.ts', typeOnly: false },
    ])
  })

  it('names the file that does not parse', () => {
    expect(() => importsOf('odd.ts', 'import {')).toThrow('odd.ts does not parse')
  })
})

describe('findViolations', () => {
  const check = (sources: Record<string, string>) =>
    findViolations(
      Object.entries(sources).map(([path, text]) => ({ path, imports: importsOf(path, text) })),
      places,
      freeRooms,
    )

  it('lets the rooms import what the table says', () => {
    expect(
      check({
        'models/numerics/rng.ts': "import './other.ts'",
        'models/runtime/session.ts': "import 'onnxruntime-node'; import 'node:fs'; import '../numerics/rng.ts'",
        'models/emu/pack.ts': "import 'node:fs/promises'; import 'zod'",
        'electron/contract/engine.ts': "import { z } from 'zod'; import { oc } from '@orpc/contract'",
        'electron/engine/queue.ts':
          "import '../contract/engine.ts'; import '../service/log.ts'; import 'better-sqlite3'",
        'electron/inference/inference.ts': "import '../../models/emu/pack.ts'; import 'sharp'",
        'electron/cli/main.ts': "import '../engine/queue.ts'; import 'commander'",
        'electron/main/main.ts': "import { app } from 'electron'; import '../service/log.ts'",
        'electron/service/log.ts': "import 'node:fs'",
        'renderer/app/main.tsx':
          "import 'react-dom/client'; import '../../electron/contract/engine.ts'; import './app.css'",
        'tests/anything.test.ts': "import '../electron/main/main.ts'; import 'lodash'",
      }),
    ).toEqual([])
  })

  it.each([
    ['models/numerics/rng.ts', 'node:crypto', "models/numerics may not import Node's node:crypto"],
    ['models/numerics/rng.ts', 'fs', "models/numerics may not import Node's fs"],
    ['models/numerics/rng.ts', 'zod', 'models/numerics may not import the package zod'],
    ['models/emu/language.ts', 'node:fs', "models/emu may not import Node's node:fs"],
    ['models/emu/language.ts', 'onnxruntime-node', 'models/emu may not import the package onnxruntime-node'],
    ['models/emu/pack.ts', 'onnxruntime-node', 'models/emu/pack may not import the package onnxruntime-node'],
    ['models/runtime/x.ts', '../../electron/service/log.ts', 'models/runtime may not import electron/service/log.ts'],
    ['electron/contract/x.ts', '../service/log.ts', 'electron/contract may not import electron/service/log.ts'],
    ['electron/engine/x.ts', '../../models/emu/pack.ts', 'electron/engine may not import models/emu/pack.ts'],
    ['electron/inference/x.ts', '../engine/queue.ts', 'electron/inference may not import electron/engine/queue.ts'],
    ['electron/main/x.ts', '../engine/queue.ts', 'electron/main may not import electron/engine/queue.ts'],
    ['electron/preload/x.ts', 'node:fs', "electron/preload may not import Node's node:fs"],
    ['renderer/x.ts', 'electron', 'renderer may not import the package electron'],
    ['renderer/x.ts', '../electron/service/log.ts', 'renderer may not import electron/service/log.ts'],
    ['renderer/x.ts', '../tests/support/app.ts', 'renderer may not import tests/support/app.ts'],
    ['electron/cli/x.ts', '../../build/bundle.ts', 'electron/cli may not import build/bundle.ts'],
  ])('%s may not import %s', (path, specifier, violation) => {
    expect(check({ [path]: `import '${specifier}'` })).toContain(`${path}: ${violation}`)
    expect(check({ [path]: `import type { X } from '${specifier}'` })).toContain(`${path}: ${violation}`)
    expect(check({ [path]: `export * from '${specifier}'` })).toContain(`${path}: ${violation}`)
    expect(check({ [path]: `await import('${specifier}')` })).toContain(`${path}: ${violation}`)
  })

  it('sees that a service reaches electron by way of another room', () => {
    const sources = {
      'electron/engine/main.ts': "import '../service/serve.ts'",
      'electron/service/serve.ts': "import './launch.ts'",
      'electron/service/launch.ts': "import { utilityProcess } from 'electron'",
    }
    expect(check(sources)).toEqual([
      'electron/engine/main.ts: electron/engine may never reach electron, but electron/engine/main.ts → electron/service/serve.ts → electron/service/launch.ts → electron',
    ])
    expect(check({ ...sources, 'electron/service/launch.ts': "import type { App } from 'electron'" })).toEqual([])
  })

  it('does not overlook a file that is in no room', () => {
    expect(check({ 'electron/odd.ts': '' })).toEqual(['electron/odd.ts: belongs to no room of the table'])
  })
})
