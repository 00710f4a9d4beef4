import { describe, expect, test } from 'vitest'
import { faultsOf, made, on, testCommandInput } from './command-input.testing.ts'
import { MoveAgencyClockInput } from './agency-clock.schema.ts'
import { BeginSigningInput } from './signing.schema.ts'

describe('commands of no machine', () => {
  testCommandInput('beginSigning', BeginSigningInput, { ...on, process: 'decision', meaning: 'countersigned' })
  testCommandInput('moveAgencyClock', MoveAgencyClockInput, { ...made, days: 15 })

  test('nobody signs what is not signed, or with a meaning of their own', () => {
    expect(faultsOf(BeginSigningInput, { ...on, process: 'approval', meaning: 'liked' })).toEqual([
      'process: inputChoice',
      'meaning: inputChoice',
    ])
  })

  test('the clock never goes back, nor far ahead', () => {
    expect(faultsOf(MoveAgencyClockInput, { ...made, days: -1 })).toEqual(['days: inputTooSmall'])
    expect(faultsOf(MoveAgencyClockInput, { ...made, days: 401 })).toEqual(['days: inputTooBig'])
  })
})
