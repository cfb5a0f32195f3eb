import type { Names } from '@shared/api/session'

/** What an action asks for besides its reason. `meets` names the requirements of the machine that the field fulfils, so
 *  that a button is offered although the server says that they are still missing. */
export interface Field {
  name: string
  kind: 'text' | 'long' | 'date' | 'integer' | 'money' | 'choice' | 'flag'
  meets?: string[]
  optional?: boolean
  /** values of a choice; their words stand under `field.<name>.<value>` unless the page gives labels */
  values?: string[]
  /** the body's own key where it differs from the name */
  key?: string
}

export interface Choice {
  value: string
  label: Names | string
}

const levels = ['committee', 'sub_district', 'district']

export const fields_of: Record<string, Field[]> = {
  'issue.accept': [
    { name: 'category', kind: 'choice', meets: ['category'] },
    { name: 'level', kind: 'choice', values: levels, meets: ['level'] },
    { name: 'service_class', kind: 'choice', values: ['urgent', 'ordinary', 'complex'], meets: ['service_class'] },
  ],
  'issue.refuse': [{ name: 'where_to_turn', kind: 'long', meets: ['where_to_turn'] }],
  'issue.dispatch': [{ name: 'lead_unit', kind: 'text', meets: ['lead_unit'] }],
  'issue.return': [{ name: 'evidence', kind: 'long', meets: ['evidence'] }],
  'issue.work': [
    { name: 'plan', kind: 'long', meets: ['plan'] },
    { name: 'plan_date', kind: 'date', meets: ['plan_date'] },
  ],
  'issue.park': [{ name: 'review_date', kind: 'date', meets: ['review_date'] }],
  'issue.finish': [
    { name: 'outcome', kind: 'choice', values: ['solved', 'partly', 'explained', 'cannot'], meets: ['outcome'] },
    { name: 'evidence', kind: 'long', meets: ['evidence'] },
  ],
}

export function fields_for(machine: string, action: string): Field[] {
  return fields_of[`${machine}.${action}`] ?? []
}
