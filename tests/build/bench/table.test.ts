import { describe, expect, it } from 'vitest'
import { spreadOf } from '../../../build/bench/measure.ts'
import { meets, toSection, withSection } from '../../../build/bench/table.ts'
import type { Group, Measured } from '../../../build/bench/table.ts'

const one = (value: number) => spreadOf([value])
const row: Measured = {
  name: 'a picture',
  ours: { low: 9.9, median: 12.34, high: 1234.5 },
  peer: one(0.0456),
  peerName: 'bare | runs',
  unit: 'ms',
  ratio: one(1.052),
  ratioName: 'ours / bare',
  target: { at: 'most', ratio: 1.05 },
}

describe('a target', () => {
  it('is met at its limit, and judged by the number itself, not by the one that is printed', () => {
    expect(meets(one(1.05), { at: 'most', ratio: 1.05 })).toBe(true)
    expect(meets(one(1.052), { at: 'most', ratio: 1.05 })).toBe(false)
    expect(meets(one(1.5), { at: 'least', ratio: 1.5 })).toBe(true)
    expect(meets(one(1.49), { at: 'least', ratio: 1.5 })).toBe(false)
  })
})

describe('a section', () => {
  const lines = (rows: Group['rows']) => toSection({ title: 'Title', about: 'About.', rows }).split('\n')

  it('has a line for each comparison, with as many cells as its head', () => {
    const [title, , about, , head, rule, line, end] = lines([row])
    expect([title, about, end]).toEqual(['## Title', 'About.', ''])
    expect(line).toBe(
      '| a picture | 12.3 (9.90–1230) ms | bare \\| runs: 0.0456 (0.0456–0.0456) ms | ours / bare: **1.05** (1.05–1.05) | at most 1.05 | **not met** |',
    )
    const cells = (text: string) => text.split(/(?<!\\)\|/).length
    expect([cells(rule!), cells(line!)]).toEqual([cells(head!), cells(head!)])
  })

  it('says why something was not measured, and when there is nothing to meet', () => {
    const [skipped, aimless] = lines([
      { name: 'PyTorch', why: 'no PyTorch here' },
      { ...row, target: null },
    ]).slice(6)
    expect(skipped).toBe('| PyTorch | not measured: no PyTorch here |  |  |  |  |')
    expect(aimless).toMatch(/\| none set \| – \|$/)
  })
})

describe('a section kept by itself', () => {
  const section = (title: string, about: string) => toSection({ title, about, rows: [] }, 'Run by itself.')
  const document = ['# Benchmarks', '', 'Made by it.', '', section('A', 'old'), section('B', 'old')].join('\n')

  it('takes the place of the one with its title, and says that it is', () => {
    const kept = withSection(document, section('A', 'new'))
    expect(kept.match(/^#+ .*$/gm)).toEqual(['# Benchmarks', '## A', '## B'])
    expect(kept).toContain('## A\n\nnew\n\nRun by itself.\n')
    expect(kept).toContain('## B\n\nold\n')
    expect(withSection(kept, section('A', 'new'))).toBe(kept)
  })

  it('comes last where there is none', () => {
    const kept = withSection(document, section('C', 'new'))
    expect(kept.match(/^## .*$/gm)).toEqual(['## A', '## B', '## C'])
    expect(kept).toMatch(/^# Benchmarks\n\nMade by it\.\n\n## A/)
  })
})
