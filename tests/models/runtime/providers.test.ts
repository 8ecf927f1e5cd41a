import { expect, it } from 'vitest'
import { defaultThreads, listDevices } from '../../../models/runtime/providers.ts'

it('always offers the processor, and says something about every device', () => {
  const devices = listDevices()
  expect(devices[0]).toMatchObject({ id: 'cpu', usable: true })
  expect(new Set(devices.map((device) => device.id)).size).toBe(devices.length)
  for (const device of devices) expect(device.sentence).toMatch(/\.$/)
})

it('uses a fixed number of threads', () => {
  expect(defaultThreads()).toBeGreaterThanOrEqual(1)
  expect(defaultThreads()).toBe(defaultThreads())
})
