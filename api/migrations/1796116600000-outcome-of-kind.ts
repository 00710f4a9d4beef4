import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A decision on a right grants or refuses it; it suspends, lifts or revokes nothing. */
export class OutcomeOfKind1796116600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table decision add constraint decision_outcome_of_kind check (
        outcome is null
        or case kind
          when 'suspension' then outcome = 'suspend'
          when 'liftSuspension' then outcome = 'lift'
          when 'revocation' then outcome = 'revoke'
          when 'appealOutcome' then true
          else outcome in ('approve', 'approveWithConditions', 'refuse')
        end)
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
