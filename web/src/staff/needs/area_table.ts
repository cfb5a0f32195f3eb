import { interval_text, standing_of, value_text, type Standing } from '@shared/estimate/estimate'
import type { AreaCell, AreaOfTable, AreaTable } from './wire'

/** From this difference on the darker of two steps; the same for every table, so that two pages can be compared. */
const far = 0.1

export type Shade = 'up-2' | 'up-1' | 'none' | 'down-1' | 'down-2'

/** The colour says the difference from the whole, and only where it is more than chance (UI-23). */
export function shade_of(cell: AreaCell): Shade {
  if ((cell.verdict !== 'above' && cell.verdict !== 'below') || cell.difference === null) return 'none'
  const step = Math.abs(cell.difference) >= far ? 2 : 1
  return `${cell.verdict === 'above' ? 'up' : 'down'}-${step}`
}

export function standing_in(cell: AreaCell): Standing {
  return standing_of(cell.estimate)
}

/** "62": without the sign, so that a copied table arrives as numbers in a spreadsheet. */
export function number_text(cell: AreaCell): string {
  return cell.estimate ? value_text(cell.estimate).replace(' %', '') : ''
}

export function span_text(cell: AreaCell): string {
  return cell.estimate ? interval_text(cell.estimate) : ''
}

/** What every cell lacks or shows, for the legend: nothing is explained that does not occur. */
export function kinds_in(table: AreaTable): Set<Standing | Shade> {
  const kinds = new Set<Standing | Shade>()
  for (const area of table.areas)
    for (const cell of area.cells) {
      const standing = standing_in(cell)
      kinds.add(standing)
      if (standing === 'shown') kinds.add(shade_of(cell))
    }
  return kinds
}

/** Those of whom it cannot be said that they are not among the first, largest share first (ST-74). */
export function may_be_first(table: AreaTable): AreaOfTable[] {
  const share = (area: AreaOfTable) => area.cells[0]?.estimate?.value ?? -1
  return table.areas.filter((area) => area.cells[0]?.may_be_first).sort((a, b) => share(b) - share(a))
}

export function ranked(table: AreaTable): number {
  return table.areas.filter((area) => area.cells[0]?.rank).length
}
