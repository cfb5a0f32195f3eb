import { i18n } from '@shared/i18n'

/** "sat 07:00-10:00;mon-fri 09:00-11:00" in words; empty is any time (LO-49). */
export function schedule_text(schedule: string): string {
  const { t } = i18n.global
  if (schedule.trim() === '') return t('resources.any_time')
  return schedule
    .split(';')
    .map((window) => window.trim().replace(/\b(mon|tue|wed|thu|fri|sat|sun|daily)\b/g, (day) => t(`day.${day}`)))
    .join(t('estimate.comma'))
}
