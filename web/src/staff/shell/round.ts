import { computed, type Ref } from 'vue'
import { useSession, type Names } from '@shared/api/session'
import { useResource } from '@shared/api/use_resource'
import { useQuery } from '@shared/page/use_query'

export interface Round {
  id: string
  name: Names
  state: string
  questionnaire_id: string
  questionnaire_version: number
  area_id: string
  opens_on?: string
  closes_on?: string
}

/** The round that a page is about: the one in the address, else the open one, else the latest. */
export function useRound(area: Ref<string>) {
  const chosen = useQuery('round')
  const session = useSession()
  const list = useResource<{ items: Round[] }>(() => (session.permitted.has('survey.see_rounds') ? `/areas/${area.value}/rounds` : null))
  const rounds = computed(() => [...(list.data.value?.items ?? [])].sort((a, b) => (b.opens_on ?? '').localeCompare(a.opens_on ?? '')))
  const round = computed(() => rounds.value.find((one) => one.id === chosen.value) ?? rounds.value.find((one) => one.state === 'open') ?? rounds.value[0])
  const before = computed(() => rounds.value[rounds.value.findIndex((one) => one.id === round.value?.id) + 1])
  return { list, rounds, round, before, chosen }
}
