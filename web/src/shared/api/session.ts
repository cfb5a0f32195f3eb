import { defineStore } from 'pinia'
import { api } from './client'
import { Refusal } from './problem'
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
  user: { id: string; name: string }
  grants: Grant[]
  permissions: unknown
}

export const useSession = defineStore('session', {
  state: () => ({ session: null as Session | null, asked: false }),
  getters: {
    signed_in: (state) => state.session !== null,
    user: (state) => state.session?.user ?? null,
    grants: (state) => state.session?.grants ?? [],
    roles: (state) => new Set((state.session?.grants ?? []).map((grant) => grant.role)),
    home_area: (state) => state.session?.grants[0]?.area.id ?? null,
  },
  actions: {
    async ask() {
      this.asked = true
      try {
        this.session = await api.get<Session>('/session')
      } catch (error) {
        if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 404)) throw error
        this.session = null
      }
    },
    async sign_in(proof: { user: string; password: string } | { link: string }) {
      await api.post('/session', proof)
      forget_everything()
      await this.ask()
    },
    async sign_out() {
      await api.remove('/session')
      this.end()
    },
    end() {
      this.session = null
      forget_everything()
    },
    /** May this person do that here? A grant reaches everything below its area. */
    has_role(...roles: string[]) {
      return roles.some((role) => this.roles.has(role))
    },
  },
})
