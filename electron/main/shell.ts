import { app, shell } from 'electron'
import type { MenuCommand, ServiceState, ShellContract } from '../contract/shell.ts'
import type { Handlers } from '../service/serve.ts'
import type { Studio } from './studio.ts'
import { type Events, stream } from './events.ts'
import { setTheme } from './window.ts'

export interface ShellSpec {
  studio: Studio
  commands: Events<MenuCommand>
  stateFile: string
}

/** What a page may ask of the shell. */
export function createShell({ studio, commands, stateFile }: ShellSpec): Handlers<ShellContract> {
  const watchBoth = (listener: (state: ServiceState) => void) => {
    const unwatch = [studio.engine.watch(listener), studio.inference.watch(listener)]
    return () => {
      for (const end of unwatch) end()
    }
  }
  return {
    about: () => ({
      version: app.getVersion(),
      electron: process.versions['electron'] ?? '',
      platform: process.platform,
    }),
    async *services(_input, { signal }) {
      yield* stream(watchBoth, signal)
    },
    async *commands(_input, { signal }) {
      yield* stream((listener: (command: MenuCommand) => void) => commands.listen(listener), signal)
    },
    async restart({ service }) {
      await studio[service].restart()
      return null
    },
    showLog({ service }) {
      shell.showItemInFolder(studio[service].state.logFile)
      return null
    },
    theme({ theme }) {
      setTheme(theme, stateFile)
      return null
    },
  }
}
