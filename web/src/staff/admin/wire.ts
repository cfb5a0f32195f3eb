import type { Grant, GrantedArea } from '@shared/api/session'

export interface RoleRequest {
  id: string
  user: { id: string; name: string }
  role: string
  area: GrantedArea
  asked_by: string
  asked_at: string
}

export interface User {
  id: string
  login: string
  name: string
  disabled: boolean
  last_seen_at: string | null
  grants: Grant[]
  requests: RoleRequest[]
  /** Only in the answer that made it. */
  password?: string
}

/** As in trust.md section 6; a stranger holds none. */
export const roles = [
  'resident',
  'collector',
  'committee_worker',
  'committee_secretary',
  'sub_district_dispatcher',
  'sub_district_handler',
  'sub_district_callback_clerk',
  'district_dispatcher',
  'district_department',
  'provider',
  'analyst',
  'system_administrator',
  'security_administrator',
  'audit_administrator',
]
