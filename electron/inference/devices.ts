import type { Pack } from '../../models/emu/pack.ts'
import { type Device as InstalledDevice, listDevices } from '../../models/runtime/providers.ts'
import { AppError } from '../contract/failure.ts'
import type { Device } from '../contract/packs.ts'
import type { ProbeRequest, Verdict } from '../contract/probe.ts'
import { readDriverVersion } from './device-driver.ts'
import type { DeviceVerdicts } from './device-verdicts.ts'
import { createLane, type Lane, laneOf } from './lane.ts'

/** Tries a device in a process of its own. Rejects when the pack is at fault, no process starts, or nobody wants to know any more. */
export type Prober = (request: ProbeRequest, signal: AbortSignal) => Promise<Verdict>

export interface Devices {
  /** All there are, with what is known of them. */
  list(pack: Pack | null): Promise<Device[]>
  /** Tries each of them anew, whatever is known. */
  probe(pack: Pack, signal: AbortSignal): Promise<Device[]>
  /**
   * The device a job runs on. By name: that one, tried before its first use, refused with the reason if it fails.
   * 'auto': what is not known yet is tried, then the fastest by the rule of `fastest`. Left out: the same rule, over what
   * is known already, so that no job waits for a trial nobody asked for.
   *
   * Errors   AppError 'device-unavailable'.
   */
  choose(wanted: string | undefined, pack: Pack, signal: AbortSignal): Promise<string>
}

export interface DevicesSpec {
  prober: Prober
  verdicts: DeviceVerdicts
  /** Those of the jobs: a trial measures the processor and the device, so no job may run on either meanwhile. */
  lanes: Map<string, Lane>
  /** The runtime's version: another one may run what this one could not. */
  onnxruntime: string
  installed?: () => InstalledDevice[]
  driver?: () => string
}

interface Tried {
  readonly id: string
  readonly verdict: Verdict | null
}

/**
 * Another device gives other last bits, so it must be worth it: at least so many times as fast as the processor. Measured
 * again on a busy machine the same speeds differ by a half and more.
 */
const worthwhile = 2

export function createDevices({ prober, verdicts, lanes, onnxruntime, ...machine }: DevicesSpec): Devices {
  const { installed = listDevices, driver = readDriverVersion } = machine
  const probes = createLane() // one at a time, or they would measure each other
  const subjectOf = (device: string, { hash }: Pack) => ({ device, driver: driver(), onnxruntime, packHash: hash })
  const candidates = () => installed().filter(({ id, usable }) => usable && id !== 'cpu')

  const find = (device: string, pack: Pack) => verdicts.find(subjectOf(device, pack))
  const probe = async (device: string, pack: Pack, signal: AbortSignal): Promise<Verdict> => {
    const measure = () => prober({ device, folder: pack.folder }, signal)
    const verdict = await laneOf(lanes, 'cpu').run(signal, () => laneOf(lanes, device).run(signal, measure))
    await verdicts.keep(subjectOf(device, pack), verdict)
    return verdict
  }
  const findOrProbe = (device: string, pack: Pack, signal: AbortSignal): Promise<Verdict> =>
    // Asked for again when its turn has come: another job may have found out meanwhile.
    probes.run(signal, async () => (await find(device, pack)) ?? (await probe(device, pack, signal)))

  const list: Devices['list'] = (pack) =>
    Promise.all(installed().map(async (device) => describe(device, pack && (await find(device.id, pack)))))
  return {
    list,
    async probe(pack, signal) {
      for (const { id } of candidates()) await probes.run(signal, () => probe(id, pack, signal))
      return list(pack)
    },
    async choose(wanted, pack, signal) {
      if (wanted !== undefined && wanted !== 'auto') {
        mustBeInstalled(wanted, installed())
        if (wanted !== 'cpu') mustBeProven(wanted, await findOrProbe(wanted, pack, signal))
        return wanted
      }
      const tried: Tried[] = []
      for (const { id } of candidates())
        tried.push({ id, verdict: await (wanted === 'auto' ? findOrProbe(id, pack, signal) : find(id, pack)) })
      return fastest(tried)
    },
  }
}

/** The fastest proven device, if it is `worthwhile`, else the processor; of two that are equal the first. */
function fastest(tried: readonly Tried[]): string {
  let best = { id: 'cpu', speed: worthwhile }
  for (const { id, verdict } of tried) {
    if (verdict?.verdict !== 'proven' || verdict.speed < best.speed) continue
    if (best.id === 'cpu' || verdict.speed > best.speed) best = { id, speed: verdict.speed }
  }
  return best.id
}

function describe(device: InstalledDevice, verdict: Verdict | null): Device {
  if (device.id === 'cpu') return { ...device, verdict: 'proven', speed: 1 }
  if (!verdict || !device.usable) return { ...device, verdict: null, speed: null }
  const isProven = verdict.verdict === 'proven'
  const speed = isProven ? verdict.speed : null
  return { ...device, usable: isProven, sentence: verdict.sentence, verdict: verdict.verdict, speed }
}

function mustBeInstalled(wanted: string, devices: readonly InstalledDevice[]): void {
  const device = devices.find(({ id }) => id === wanted)
  if (device?.usable) return
  const usable = devices.filter((known) => known.usable).map(({ id }) => id)
  const why = device ? `The device "${wanted}" cannot be used: ${device.sentence}` : `There is no device "${wanted}".`
  throw new AppError('device-unavailable', `${why} This machine has: ${usable.join(', ')}.`)
}

function mustBeProven(wanted: string, verdict: Verdict): void {
  if (verdict.verdict === 'proven') return
  const sentence = `The device "${wanted}" cannot be used: ${verdict.sentence} Choose another, or try it again with "plumage devices --probe".`
  throw new AppError('device-unavailable', sentence)
}
