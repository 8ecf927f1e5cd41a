import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../processes.ts'

const Hello = z.object({ torch: z.string() })
const Text = z.object({ ms: z.number(), ids: z.array(z.int()) })
const Picture = z.union([z.object({ ms: z.number(), rgb: z.base64().optional() }), z.object({ why: z.string() })])

export interface TextRequest {
  readonly ids: readonly number[]
  readonly tokens: number
  readonly forbidden: readonly number[]
}

export interface PictureRequest {
  readonly ids: readonly number[]
  readonly seed: number
  readonly steps: number
  readonly side: number
  /** Whether the answer holds the bytes; for comparing, not for timing. */
  readonly show: boolean
}

const workshop = join(root, 'models', 'workshop')

/** The Python that is tried: one with PyTorch, `onnx` and `safetensors`. */
export const python = process.env['PLUMAGE_BENCH_PYTHON'] ?? 'python3'

/**
 * The pack's weights in PyTorch, in a process of its own (models/workshop/bench_peer.py), one request at a time. Times are
 * taken there, so that what goes through the pipe is not counted. Whoever opens it disposes it.
 */
export class TorchPeer implements AsyncDisposable {
  readonly threads: number
  readonly version: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string, undefined>

  private constructor(
    threads: number,
    version: string,
    child: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string, undefined>,
  ) {
    this.threads = threads
    this.version = version
    this.#child = child
    this.#lines = lines
  }

  /** Null where that Python is not there, or cannot import what it takes. Anything else that goes wrong is thrown. */
  static async open(packFolder: string, threads: number): Promise<TorchPeer | null> {
    if (!(await hasTorch())) return null
    const args = ['bench_peer.py', '--pack', packFolder, '--threads', String(threads)]
    const child = spawn(python, args, { cwd: workshop, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
    child.stderr.pipe(process.stderr)
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const { torch } = Hello.parse(await nextLine(lines))
    return new TorchPeer(threads, torch, child, lines)
  }

  async text(request: TextRequest): Promise<z.infer<typeof Text>> {
    return Text.parse(await this.#ask({ do: 'text', ...request }))
  }

  async picture(request: PictureRequest): Promise<z.infer<typeof Picture>> {
    return Picture.parse(await this.#ask({ do: 'picture', ...request }))
  }

  #ask(request: object): Promise<unknown> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    return nextLine(this.#lines)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'close')
  }
}

async function nextLine(lines: AsyncIterator<string, undefined>): Promise<unknown> {
  const line = await lines.next()
  if (line.done) throw new Error('bench_peer.py has ended; what it said stands above')
  return JSON.parse(line.value)
}

async function hasTorch(): Promise<boolean> {
  const child = spawn(python, ['-c', 'import torch, onnx, safetensors'], { stdio: 'ignore' })
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code === 0
  } catch {
    return false // it could not be started at all
  }
}
