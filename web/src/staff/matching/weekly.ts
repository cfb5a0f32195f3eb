/** Dates a week apart, the first included: weekly('2026-05-30', 2) → ['2026-05-30', '2026-06-06'] */
export function weekly(first: string, times: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`)
  return Array.from({ length: times }, (_, week) => new Date(start + week * 7 * 86_400_000).toISOString().slice(0, 10))
}
