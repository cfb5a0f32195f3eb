import { defineStore } from 'pinia'
import { api } from './client'
import { forget_everything } from './use_resource'

/** Names come from the data in both languages (UI-47). */
export interface Names {
  zh: string
  en?: string | null
}

export interface AreaStep {
  id: string
  kind: string
  name: Names
}

export interface GrantedArea extends AreaStep {
  path?: AreaStep[]
}

export interface Grant {
  role: string
  area: GrantedArea
}

export interface Session {
  user: { id: string; name: string } | null
  grants: Grant[]
  permissions: Record<string, string[]>
}

export const useSession = defineStore('session', {
  state: () => ({ session: null as Session | null, asked: false }),
  getters: {
    signed_in: (state) => state.session?.user != null,
    user: (state) => state.session?.user ?? null,
    grants: (state) => state.session?.grants ?? [],
    roles: (state) => new Set((state.session?.grants ?? []).map((grant) => grant.role)),
    home_area: (state) => state.session?.grants[0]?.area.id ?? null,
    /** What the roles of this person allow somewhere; where exactly, the server decides. */
    permitted: (state) => new Set(Object.values(state.session?.permissions ?? {}).flat()),
  },
  actions: {
    async ask() {
      this.asked = true
      this.session = await api.get<Session>('/session')
    },
    async sign_in(proof: { user: string; password: string } | { link: string }) {
      forget_everything()
      this.session = await api.post<Session>('/session', proof)
    },
    async sign_out() {
      await api.remove('/session')
      this.end()
    },
    end() {
      this.session = null
      forget_everything()
    },
  },
})
