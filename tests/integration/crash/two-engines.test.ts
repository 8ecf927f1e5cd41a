import { watch } from 'node:fs'
import { it, vi } from 'vitest'
import { z } from 'zod'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { type Place, type Running, start } from '../command-line.ts'
import { countAnswers, startClients, usualRefusals } from './clients.ts'
import { rounds, seed } from './crash-options.ts'
import { pause } from './kill-plan.ts'
import { type Client, type RunningInference, startEngine } from './processes.ts'
import type { Random } from './random.ts'
import { repeat, settleAll } from './run-rounds.ts'
import type { World } from './world.ts'

vi.setConfig({ testTimeout: Math.max(900_000, rounds * 60_000) })

const times = Math.ceil(rounds / 10)

it(`the app and a command on one library, one of them killed ${times} times, lose nothing (seed ${seed})`, () =>
  repeat('two engines', times, oneTime))

async function oneTime(place: Place, world: World, inference: RunningInference, random: Random): Promise<void> {
  const app = startEngine(place)
  try {
    await settleAll(app, world, place, random)
    app.offer(inference)
    const answers = countAnswers()
    const round = { world, answered: answers.answered, mayRefuse: new Set(usualRefusals) }
    const clients = startClients(app, round, random, place.library)
    const command = startCommand(place, random)
    await Promise.race([command.begun.then(() => pause(random.fraction() * 800)), clients.trouble])
    if (random.chance(0.5)) {
      await app.kill()
      await mustSucceed(command, place)
    } else {
      command.child.kill('SIGKILL')
      await command.finished
      await Promise.race([answers.more(10), clients.trouble])
      await Promise.race([untilNoneIsLeft(app.connect(), world), clients.trouble])
      await app.kill()
    }
    await clients.gone
  } finally {
    await app.kill()
  }
}

/** Draws on the same library; begun when it has opened that. */
function startCommand(place: Place, random: Random): Running & { begun: Promise<unknown> } {
  const name = `${random.below(1000)}`
  const opened = new Promise<void>((resolve) => {
    const watcher = watch(libraryPaths(place.library).owners, () => {
      watcher.close()
      resolve()
    })
  })
  const words = ['generate', `fox ${name}`, '--seed', name, '--steps', '2', '-n', '3', '--json', '--out', `${name}.png`]
  const command = start(place, words)
  return { ...command, begun: Promise.race([opened, command.finished]) }
}

const Drawn = z.object({ images: z.array(z.object({ sha256: z.string() })).length(3) })

async function mustSucceed({ finished }: Running, place: Place): Promise<void> {
  const { code, stdout, stderr } = await finished
  if (code !== 0) throw new Error(`the command ended with ${code}: ${stderr}`)
  const { images } = Drawn.parse(JSON.parse(stdout))
  const blended = await start(place, ['blend', ...images.map(({ sha256 }) => assetFile(place, sha256)), '--steps', '1'])
    .finished
  if (blended.code !== 0) throw new Error(`what the command drew cannot be used: ${blended.stderr}`)
}

const assetFile = (place: Place, sha256: string) => libraryPaths(place.library).assetFile(sha256, 'png')

/** What the command was running is offered again, and what it had waiting is done, as soon as the app has noticed. */
async function untilNoneIsLeft(client: Client, world: World): Promise<void> {
  for (;;) {
    const foreign = (await client.jobs.list()).filter(({ id }) => !world.jobs.jobs.has(id))
    if (foreign.every(({ state }) => state !== 'queued' && state !== 'running')) return
    await pause(20)
  }
}
