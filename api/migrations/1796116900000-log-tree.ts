import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The Merkle tree over the leaves in the order of their positions: the hash of each complete subtree above the leaves, so
 * that appending and proofs touch a handful of rows. And what the signer published of it: checkpoints, and what witnesses
 * put under them. Leaves that have a position get their subtrees here.
 */
export class LogTree1796116900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table log_node (
        level smallint not null check (level > 0), index bigint not null check (index >= 0),
        hash bytea not null check (length(hash) = 32),
        primary key (level, index)
      );
      comment on table log_node is 'RFC 6962: hash of the complete subtree over 2^level leaves from position index * 2^level on; level 0 is log_leaf.hash';
      create table log_checkpoint (
        size bigint primary key check (size > 0),
        root bytea not null check (length(root) = 32),
        note text not null, signed_at timestamptz not null
      );
      comment on table log_checkpoint is 'Published heads, each a C2SP signed note. The one that the signer goes by is in its own file, not here.';
      create table log_cosignature (
        size bigint not null references log_checkpoint, witness text not null, line text not null, at timestamptz not null,
        primary key (size, witness)
      );
      comment on table log_cosignature is 'Lines of witnesses under a checkpoint (C2SP cosignature/v1)';

      do $$
      declare height smallint := 1; made bigint;
      begin
        insert into log_node
          select 1, one.position / 2, sha256('\\x01'::bytea || l.hash || m.hash)
          from log_position one join log_leaf l on l.id = one.leaf_id
            join log_position two on two.position = one.position + 1 join log_leaf m on m.id = two.leaf_id
          where one.position % 2 = 0;
        loop
          insert into log_node
            select height + 1, one.index / 2, sha256('\\x01'::bytea || one.hash || two.hash)
            from log_node one join log_node two on two.level = one.level and two.index = one.index + 1
            where one.level = height and one.index % 2 = 0;
          get diagnostics made = row_count;
          exit when made = 0;
          height := height + 1;
        end loop;
      end $$;

      grant select, insert on log_node, log_checkpoint, log_cosignature to portal_worker;
      grant select on log_node, log_checkpoint, log_cosignature to portal_app, portal_public, portal_inspector;
      -- What anyone may check: leaves say nothing without their salts, which stay where they are.
      grant select on log_leaf, log_position to portal_public;
    `)
    for (const table of ['log_node', 'log_checkpoint', 'log_cosignature'])
      await db.query(`create trigger ${table}_is_append_only before update or delete on ${table} for each row execute function refuse_change_of_history();
        create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change_of_history();`)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
