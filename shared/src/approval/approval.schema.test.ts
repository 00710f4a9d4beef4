import { describe } from 'vitest'
import { seen, testCommandInput } from '../kernel/command-input.testing.ts'
import { SurrenderApprovalInput } from './approval.schema.ts'

describe('commands on an approval', () => {
  testCommandInput('surrenderApproval', SurrenderApprovalInput, { ...seen, reason: 'The product is retired.' })
})
