import { describe, expect, test } from 'vitest'
import { faultsOf, seen, testCommandInput } from '../kernel/command-input.testing.ts'
import { GrantClaimInput, RefuseClaimInput } from './confidentiality-claim.schema.ts'

const reason = 'The contract names a price.'

describe('commands on a claim of confidentiality', () => {
  testCommandInput('grantClaim', GrantClaimInput, { ...seen, until: '2028-12-01', reason })
  testCommandInput('refuseClaim', RefuseClaimInput, { ...seen, reason })

  test('a claim is granted until a day of the calendar', () => {
    expect(faultsOf(GrantClaimInput, { ...seen, until: '2028-02-30', reason })).toEqual(['until: inputDate'])
  })
})
