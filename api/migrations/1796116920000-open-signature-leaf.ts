import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the commitment of a signature's leaf opens with, for the receipt of whoever may see that signature: it knows the
 * leaf from a row that its policies let it read. Leaves of anything else are opened by the offline verifier alone.
 */
export class OpenSignatureLeaf1796116920000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function open_signature_leaf(leaf uuid) returns table (salt bytea, record bytea)
      language sql stable security definer set search_path = public, pg_temp as $$
        select s.salt, s.record from log_salt s where s.leaf_id = leaf and s.process = 'signature'
      $$;
      revoke all on function open_signature_leaf(uuid) from public;
      grant execute on function open_signature_leaf(uuid) to portal_app;
      -- Nothing vouched for these times: a head's is that of its last leaf, a cosignature holds its own.
      alter table log_checkpoint drop column signed_at;
      alter table log_cosignature drop column at;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
