import { expect, it } from 'vitest'
import { listSupportedBackends } from 'onnxruntime-node'
import { defaultThreads, listDevices, toProviders } from '../../../models/runtime/providers.ts'

it('always offers the processor, and says something about every device', () => {
  const devices = listDevices()
  expect(devices[0]).toMatchObject({ id: 'cpu', usable: true })
  expect(new Set(devices.map((device) => device.id)).size).toBe(devices.length)
  for (const device of devices) expect(device.sentence).toMatch(/\.$/)
})

it('knows every device the runtime does by a name, and lets nothing unknown fall back to the processor', () => {
  const devices = listDevices()
  expect(devices.map(({ id }) => id)).toEqual(listSupportedBackends().map(({ name }) => name))
  for (const { id, name } of devices) expect(name).not.toBe(id)
  for (const { id } of devices) expect(toProviders(id).at(-1)).toBe('cpu')
  expect(() => toProviders('abacus')).toThrow(/no device abacus/)
})

it('uses a fixed number of threads', () => {
  expect(defaultThreads()).toBeGreaterThanOrEqual(1)
  expect(defaultThreads()).toBe(defaultThreads())
})
