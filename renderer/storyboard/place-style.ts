import type { Rect } from '../canvas/camera.ts'

/** A place on the board, for an element that lies over it. */
export const placeStyle = ({ x, y, width, height }: Rect) => ({ left: x, top: y, width, height })
