import type { Line } from './wire'

export type Figure = 'allocated' | 'committed' | 'paid' | 'left'
export const figures: Figure[] = ['allocated', 'committed', 'paid', 'left']

/** One of the four figures over all lines, in whole fen. */
export function sum_of(lines: readonly Line[], figure: Figure): number {
  return lines.reduce((sum, line) => sum + line[`${figure}_fen`], 0)
}
