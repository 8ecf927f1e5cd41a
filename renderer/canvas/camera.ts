export type Point = { x: number; y: number }
export type Size = { width: number; height: number }
export type Rect = Point & Size

/** Where the page lies under the window: screen = page × zoom + (x, y), in CSS pixels. */
export type Camera = { x: number; y: number; zoom: number }

export const MIN_ZOOM = 0.1
export const MAX_ZOOM = 8
export const HOME: Camera = { x: 0, y: 0, zoom: 1 }

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

export const toPage = (camera: Camera, screenPoint: Point): Point => ({
  x: (screenPoint.x - camera.x) / camera.zoom,
  y: (screenPoint.y - camera.y) / camera.zoom,
})

export const toScreen = (camera: Camera, pagePoint: Point): Point => ({
  x: pagePoint.x * camera.zoom + camera.x,
  y: pagePoint.y * camera.zoom + camera.y,
})

export const pan = (camera: Camera, by: Point): Camera => ({ ...camera, x: camera.x + by.x, y: camera.y + by.y })

/** The page point under `screenPoint` stays under it. */
export function zoomTo(camera: Camera, screenPoint: Point, zoom: number): Camera {
  const next = clamp(zoom, MIN_ZOOM, MAX_ZOOM)
  const anchor = toPage(camera, screenPoint)
  return { x: screenPoint.x - anchor.x * next, y: screenPoint.y - anchor.y * next, zoom: next }
}

/** The next rounder zoom level in a direction, so that repeated steps come back to exactly 100 %. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const levels = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6, 8]
  const found =
    direction > 0 ? levels.find((level) => level > zoom * 1.01) : levels.findLast((level) => level < zoom * 0.99)
  return found ?? clamp(zoom, MIN_ZOOM, MAX_ZOOM)
}

/** Shows the whole of `rect`, never larger than life. */
export function fit(rect: Rect, view: Size, padding = 0): Camera {
  if (rect.width <= 0 || rect.height <= 0 || view.width <= 0 || view.height <= 0) return HOME
  const zoom = clamp(
    Math.min((view.width - 2 * padding) / rect.width, (view.height - 2 * padding) / rect.height, 1),
    MIN_ZOOM,
    MAX_ZOOM,
  )
  return {
    x: (view.width - rect.width * zoom) / 2 - rect.x * zoom,
    y: (view.height - rect.height * zoom) / 2 - rect.y * zoom,
    zoom,
  }
}

/** The smallest movement that brings `rect` into the window; a rect that is too large shows its top left corner. */
export function reveal(camera: Camera, rect: Rect, view: Size, margin = 24): Camera {
  const shift = (start: number, length: number, room: number) => {
    if (start < margin || length > room - 2 * margin) return margin - start
    return Math.min(0, room - margin - (start + length))
  }
  const corner = toScreen(camera, rect)
  const { zoom } = camera
  return pan(camera, {
    x: shift(corner.x, rect.width * zoom, view.width),
    y: shift(corner.y, rect.height * zoom, view.height),
  })
}

/** Nobody gets lost: a good part of the window, or all of the content if it is smaller, always shows content. */
export function constrain(camera: Camera, content: Rect, view: Size, share = 0.4): Camera {
  const axis = (offset: number, start: number, length: number, room: number) => {
    const kept = Math.min(length * camera.zoom, room * share)
    return clamp(offset, kept - (start + length) * camera.zoom, room - kept - start * camera.zoom)
  }
  return {
    ...camera,
    x: axis(camera.x, content.x, content.width, view.width),
    y: axis(camera.y, content.y, content.height, view.height),
  }
}

/** The part of the page that can be seen. */
export function visibleRect(camera: Camera, view: Size): Rect {
  return { ...toPage(camera, { x: 0, y: 0 }), width: view.width / camera.zoom, height: view.height / camera.zoom }
}

export const intersects = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const contains = (rect: Rect, point: Point) =>
  point.x >= rect.x && point.x < rect.x + rect.width && point.y >= rect.y && point.y < rect.y + rect.height

/** The rectangle between two corners, whichever way it was drawn. */
export const rectBetween = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})
