/**
 * A vector as it is kept: each number as a whole one from -127 to 127 of the largest. Its length is lost, and cosines do
 * not need it. What that costs was measured: build/decisions/log.md.
 */
export function toInt8(vector: readonly number[]): Int8Array {
  const largest = vector.reduce((max, x) => Math.max(max, Math.abs(x)), 0)
  return Int8Array.from(vector, (x) => (largest === 0 ? 0 : Math.round((x / largest) * 127)))
}
