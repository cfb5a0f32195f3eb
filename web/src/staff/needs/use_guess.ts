import { computed, type Ref } from 'vue'
import { useSession } from '@shared/api/session'
import { useResource } from '@shared/api/use_resource'
import { useArea } from '../shell/area'
import type { Round } from '../shell/round'
import type { GuessView } from './wire'

/** A secretary sees the results of the own committee only after a guess or a reason not to (ST-70). Others never wait. */
export function useGuess(id: Ref<string>, round: Ref<Round | undefined>) {
  const session = useSession()
  const { area } = useArea()
  const concerned = computed(() => session.permitted.has('analysis.record_guess') && !['district', 'sub_district'].includes(area.data.value?.kind ?? ''))
  const path = computed(() => (round.value ? `/areas/${id.value}/rounds/${round.value.id}` : null))
  const guess = useResource<GuessView>(() => (concerned.value && area.data.value && path.value ? `${path.value}/guess` : null))
  const must_guess = computed(() => concerned.value && guess.data.value?.must_guess === true)
  const open = computed(() => area.data.value !== undefined && (!concerned.value || guess.data.value?.must_guess === false))
  return { guess, must_guess, open, path }
}
