import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '../../../tests/mount'
import { date, fen_of, money, percent } from './index'

describe('money', () => {
  beforeEach(() => speak('zh-CN'))
  it('stands in yuan, and in ten thousands from 10,000 on', () => {
    expect(money(123450)).toBe('1,234.50 元')
    expect(money(13600000)).toBe('13.6 万元')
    expect(money(25000000)).toBe('25 万元')
  })
  it('keeps the last fen of a large sum', () => expect(money(1000001)).toBe('1.000001 万元'))
  it('is plain yuan in English', async () => {
    await speak('en')
    expect(money(25000000)).toBe('250,000 yuan')
  })
  it('is read from what a person types, to the fen', () => {
    expect(fen_of('136,000')).toBe(13600000)
    expect(fen_of('0.07')).toBe(7)
    expect(fen_of('12.5')).toBe(1250)
    expect(fen_of('1.005')).toBeNull()
    expect(fen_of('-3')).toBeNull()
    expect(fen_of('')).toBeNull()
  })
})

describe('dates and shares', () => {
  it('follow the page language', async () => {
    await speak('zh-CN')
    expect(date('2026-05-08')).toBe('2026年5月8日')
    expect(percent(0.624)).toBe('62 %')
    await speak('en')
    expect(date('2026-05-08')).toBe('8 May 2026')
  })
  it('an instant is shown on the day it is in China', async () => {
    await speak('zh-CN')
    expect(date('2026-05-08T18:00:00Z')).toBe('2026年5月9日')
  })
})
