import { defineStore } from 'pinia'
import { api } from './client'
import type { Names } from './session'

export const useInstallation = defineStore('installation', {
  state: () => ({ name: null as Names | null, demo: false, version: '' }),
  actions: {
    async ask() {
      const about = await api.get<{ name: Names; demo: boolean; version: string }>('/installation')
      this.$patch(about)
    },
  },
})
