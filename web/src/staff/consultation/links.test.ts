import { expect, it } from 'vitest'
import { links_table } from './links'

it('each household has its own address to vote at', () => {
  const table = links_table([{ household: 'h1', token: 'a+b' }], 'https://lilong.example', 'beiyuan')
  expect(table).toBe('\uFEFFhousehold,link\r\nh1,https://lilong.example/areas/beiyuan/consultations?token=a%2Bb\r\n')
})
