/** One line per household: its number and its own address to vote at, for slips and QR codes. */
export function links_table(links: readonly { household: string; token: string }[], origin: string, area: string): string {
  const rows = links.map((one) => `${one.household},${origin}/areas/${area}/consultations?token=${encodeURIComponent(one.token)}`)
  return `\uFEFFhousehold,link\r\n${rows.join('\r\n')}\r\n`
}
