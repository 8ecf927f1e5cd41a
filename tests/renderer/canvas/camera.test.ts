import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as camera from '../../../renderer/canvas/camera.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const anyCamera = fc.record({ x: number(-5000, 5000), y: number(-5000, 5000), zoom: number(0.1, 8) })
const anyPoint = fc.record({ x: number(-2000, 2000), y: number(-2000, 2000) })

describe('camera', () => {
  it('leads from the screen to the page and back', () => {
    fc.assert(
      fc.property(anyCamera, anyPoint, (at, point) => {
        const back = camera.toScreen(at, camera.toPage(at, point))
        expect(back.x).toBeCloseTo(point.x, 6)
        expect(back.y).toBeCloseTo(point.y, 6)
      }),
    )
  })

  it('keeps the page point under the pointer while zooming, and the zoom within bounds', () => {
    fc.assert(
      fc.property(anyCamera, anyPoint, number(0.001, 100), (at, point, zoom) => {
        const next = camera.zoomTo(at, point, zoom)
        const anchor = camera.toPage(at, point)
        const now = camera.toScreen(next, anchor)
        expect(now.x).toBeCloseTo(point.x, 5)
        expect(now.y).toBeCloseTo(point.y, 5)
        expect(next.zoom).toBeGreaterThanOrEqual(camera.MIN_ZOOM)
        expect(next.zoom).toBeLessThanOrEqual(camera.MAX_ZOOM)
      }),
    )
  })

  it('comes back to exactly 100 % in steps', () => {
    let zoom = 1
    for (const direction of [1, 1, -1, -1, -1, 1] as const) zoom = camera.nextZoom(zoom, direction)
    expect(zoom).toBe(1)
    expect(camera.nextZoom(0.93, 1)).toBe(1)
    expect(camera.nextZoom(8, 1)).toBe(8)
  })

  it('fits the whole of a rect in the middle, never larger than life', () => {
    const view = { width: 800, height: 600 }
    const far = camera.fit({ x: 100, y: 50, width: 4000, height: 1000 }, view, 40)
    expect(far.zoom).toBeCloseTo(720 / 4000)
    expect(camera.toScreen(far, { x: 2100, y: 550 })).toEqual({ x: expect.closeTo(400), y: expect.closeTo(300) })
    expect(camera.fit({ x: 0, y: 0, width: 10, height: 10 }, view).zoom).toBe(1)
  })

  it('moves no more than is needed to show a rect', () => {
    const view = { width: 800, height: 600 }
    const inside = { x: 100, y: 100, width: 200, height: 200 }
    expect(camera.reveal(camera.HOME, inside, view)).toEqual(camera.HOME)
    expect(camera.reveal(camera.HOME, { ...inside, y: 700 }, view, 20).y).toBe(-(700 + 200 - 600 + 20))
    expect(camera.reveal(camera.HOME, { ...inside, y: -50 }, view, 20).y).toBe(70)
    expect(camera.reveal(camera.HOME, { ...inside, y: 30, height: 900 }, view, 20).y).toBe(-10) // too large: its top
  })

  it('never loses the content', () => {
    const content = { x: 32, y: 32, width: 800, height: 3000 }
    const view = { width: 900, height: 600 }
    fc.assert(
      fc.property(anyCamera, (at) => {
        const seen = camera.visibleRect(camera.constrain(at, content, view), view)
        expect(camera.intersects(seen, content)).toBe(true)
      }),
    )
  })
})
