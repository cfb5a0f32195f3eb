import type { Names } from '@shared/api/session'

/** What an action asks for besides its reason. `meets` names the requirements of the machine that the field fulfils, so
 *  that a button is offered although the server says that they are still missing. */
export interface Field {
  name: string
  kind: 'text' | 'long' | 'date' | 'integer' | 'money' | 'choice' | 'flag'
  meets?: string[]
  optional?: boolean
  /** the key of its label where `field.<name>` would say too little */
  label?: string
  /** values of a choice; their words stand under `field.<name>.<value>` unless the page gives labels */
  values?: string[]
  /** filled from that field when left empty */
  otherwise?: string
}

export interface Choice {
  value: string
  label: Names | string
}

const levels = ['committee', 'sub_district', 'district']

/** Actions whose reason is a field of its own: the body takes no `reason` beside it. */
const own_reason = new Set(['need.decline'])

export const fields_of: Record<string, Field[]> = {
  'need.confirm': [
    { name: 'category', kind: 'choice', meets: ['category'] },
    { name: 'severity', kind: 'integer', meets: ['severity'], optional: true },
    { name: 'reason', label: 'field.severity_reason', kind: 'long', optional: true },
    { name: 'cause_argument', kind: 'long', meets: ['common_cause'], optional: true },
    { name: 'next_zh', kind: 'text' },
    { name: 'next_en', kind: 'text', otherwise: 'next_zh', optional: true },
    { name: 'by', kind: 'date', optional: true },
  ],
  'need.decline': [
    {
      name: 'reason_code',
      kind: 'choice',
      values: ['not_public', 'no_means_this_year', 'no_resource', 'planned_elsewhere', 'majority_against', 'unlawful_or_unsafe', 'cause_gone'],
      meets: ['decline_code'],
    },
    { name: 'text_zh', kind: 'long' },
    { name: 'text_en', kind: 'long', otherwise: 'text_zh', optional: true },
    { name: 'next_look', kind: 'date', meets: ['next_look'] },
  ],
  'offer.verify': [
    { name: 'identity_seen', kind: 'flag', meets: ['identity_seen', 'identity'] },
    { name: 'contact_tried', kind: 'flag', meets: ['contact_tried', 'contact'] },
    { name: 'place_seen', kind: 'flag', meets: ['place_seen', 'place'] },
    { name: 'valid_until', kind: 'date', meets: ['valid_until'] },
  ],
  'issue.accept': [
    { name: 'category', kind: 'choice', meets: ['category'] },
    { name: 'level', kind: 'choice', values: levels, meets: ['level'] },
    { name: 'service_class', kind: 'choice', values: ['urgent', 'ordinary', 'complex'], meets: ['service_class'] },
  ],
  'issue.refuse': [{ name: 'where_to_turn', kind: 'long', meets: ['where_to_turn'] }],
  'issue.dispatch': [
    { name: 'lead_unit', label: 'field.other_unit', kind: 'text', meets: ['lead_unit'], optional: true },
    { name: 'reason', label: 'field.unit_reason', kind: 'text', optional: true },
  ],
  'issue.return': [{ name: 'evidence', kind: 'long', meets: ['evidence'] }],
  'issue.work': [
    { name: 'plan', kind: 'long', meets: ['plan'] },
    { name: 'plan_date', kind: 'date', meets: ['plan_date'] },
  ],
  'spending.pay': [
    { name: 'voucher', kind: 'text', meets: ['voucher'] },
    { name: 'payee', kind: 'text', optional: true },
  ],
  'project.accept': [{ name: 'cost_final_fen', kind: 'money' }],
  'consultation_round.decide': [{ name: 'draft_answer', kind: 'choice', values: ['adopted', 'revise', 'dropped'], meets: ['draft_answer'] }],
  'meeting.hold': [
    { name: 'residents', kind: 'integer', meets: ['quorum'] },
    { name: 'staff', kind: 'integer' },
    { name: 'others', kind: 'integer' },
  ],
  'owners_vote.announce': [{ name: 'opens_on', kind: 'date' }],
  'owners_vote.count': [
    { name: 'taking_area', kind: 'integer' },
    { name: 'taking_heads', kind: 'integer' },
    { name: 'favour_area', kind: 'integer' },
    { name: 'favour_heads', kind: 'integer', meets: ['two_equal_counts'] },
  ],
  'match.accept': [
    { name: 'for_provider', kind: 'flag', meets: ['accepted_by_committee', 'accepted_by_provider', 'first_acceptance'] },
    { name: 'reason', label: 'field.how_provider_agreed', kind: 'text', optional: true },
  ],
  'service_session.hold': [{ name: 'served', kind: 'integer', meets: ['attendance'] }],
  'service_session.no_show': [{ name: 'absent', kind: 'choice', values: ['provider', 'households'], meets: ['absent_side'] }],
  'issue.merge': [{ name: 'master_id', kind: 'text', meets: ['master'] }],
  'agenda_item.classify': [
    { name: 'domain', kind: 'choice', values: ['public_service', 'public_management', 'public_safety'], meets: ['domain'] },
    { name: 'lead_unit', kind: 'text', meets: ['lead_unit'] },
  ],
  'agenda_item.accept': [{ name: 'plan_date', kind: 'date', meets: ['plan_date'] }],
  'issue.park': [{ name: 'review_date', kind: 'date', meets: ['review_date'] }],
  'issue.finish': [
    { name: 'outcome', kind: 'choice', values: ['solved', 'partly', 'explained', 'cannot'], meets: ['outcome'] },
    { name: 'evidence', kind: 'long', meets: ['evidence'] },
  ],
}

export function takes_reason(machine: string, action: string): boolean {
  return !own_reason.has(`${machine}.${action}`)
}

export function fields_for(machine: string, action: string): Field[] {
  return fields_of[`${machine}.${action}`] ?? []
}
