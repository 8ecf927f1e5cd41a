/**
 * sample + scale · direction, as a new array: what every step of every solver comes down to. A plain loop, since a picture
 * has hundreds of thousands of values and a call for each is ten times the work.
 */
export function addScaled(sample: Float32Array, direction: Float32Array, scale: number): Float32Array {
  const moved = new Float32Array(sample.length)
  for (let i = 0; i < moved.length; i++) moved[i] = sample[i]! + scale * direction[i]!
  return moved
}
