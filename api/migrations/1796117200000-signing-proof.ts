import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Every signature keeps the proof by which its signer made it (security.md 7): a password alone proves nothing any more. */
export class SigningProof1796117200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table signature add column proof bytea;
      comment on column signature.proof is 'Canonical JSON: kind, nonce; of a passkey the whole assertion and its public key as it was. Its SHA-256 stands in the JWS. Null before passkeys';
      -- Not validated: what was signed with a password before stays as it is.
      alter table signature add constraint signature_is_proven
        check (proof_kind in ('passkey', 'passwordAndCode') and proof is not null) not valid;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
