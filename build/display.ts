import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Complaint } from './complaint.ts'

/** An X server without a screen, on a number that no other display has. */
export interface VirtualDisplay extends AsyncDisposable {
  /** For the environment variable DISPLAY. */
  name: string
}

export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  // -displayfd: the server looks for a free number itself and writes it there, once it takes connections
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  process.once('exit', () => server.kill()) // whatever ends us, no server is left behind
  const gone = new Promise<never>((_, reject) => {
    server.once('error', () => reject(new Complaint('Xvfb could not be started: it is not installed.')))
    server.once('exit', () =>
      reject(new Complaint(`Xvfb could not be started (${words.trim() || 'it gave no reason'}).`)),
    )
  })
  gone.catch(() => {}) // only of interest while we wait below
  let words = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => void (words += text))
  let number = ''
  const ready = new Promise<void>((resolve) => {
    server.stdio[3]?.on('data', (text: Buffer) => {
      number += text.toString()
      if (number.endsWith('\n')) resolve()
    })
  })
  await Promise.race([ready, gone])
  return {
    name: `:${number.trim()}`,
    async [Symbol.asyncDispose]() {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill()
      await once(server, 'exit')
    },
  }
}
