import { listDevices } from '../../models/runtime/providers.ts'
import { AppError } from '../contract/failure.ts'

/** Works everywhere and gives the same picture every time; anything faster has to be asked for. */
const defaultDevice = 'cpu'

/** The device a job runs on. */
export function chooseDevice(wanted: string | undefined): string {
  const id = wanted ?? defaultDevice
  const devices = listDevices()
  const device = devices.find((known) => known.id === id)
  if (device?.usable) return id
  const usable = devices.filter((known) => known.usable).map((known) => known.id)
  const why = device ? `The device "${id}" cannot be used: ${device.sentence}` : `There is no device "${id}".`
  throw new AppError('device-unavailable', `${why} This machine has: ${usable.join(', ')}.`)
}
