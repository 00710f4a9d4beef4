import type { QueryResultRow } from 'pg'
import type { EntityTarget, ObjectLiteral } from 'typeorm'
import type { Tx } from './run.ts'

type Column = { property: string; name: string; json: boolean }
type Shape = { table: string; columns: Column[]; byName: Map<string, string>; list: string }

const shapes = new Map<unknown, Shape>()

/** Table and columns of an entity, from its mapping. */
function shapeOf(tx: Tx, entity: EntityTarget<ObjectLiteral>): Shape {
  const known = shapes.get(entity)
  if (known !== undefined) return known
  const metadata = tx.manager.connection.getMetadata(entity)
  const columns = metadata.columns.map((column) => ({
    property: column.propertyName,
    name: column.databaseName,
    json: column.type === 'jsonb',
  }))
  const shape = {
    table: metadata.tableName,
    columns,
    byName: new Map(columns.map(({ property, name }) => [name, property])),
    list: columns.map(({ name }) => name).join(', '),
  }
  shapes.set(entity, shape)
  return shape
}

/** Rows as entities: `rest` is what follows `from <table>`, e.g. `where case_id = $1 order by opened_at limit 50`. */
export async function findAll<E extends ObjectLiteral>(
  tx: Tx,
  entity: new () => E,
  rest: string,
  values: unknown[],
): Promise<E[]> {
  const shape = shapeOf(tx, entity)
  const text = `select ${shape.list} from ${shape.table} ${rest}`
  return (await tx.rows(text, values)).map((row) => toEntity(entity, shape, row))
}

export async function findById<E extends ObjectLiteral>(
  tx: Tx,
  entity: new () => E,
  id: string,
): Promise<E | undefined> {
  // What is no id at all is answered like an id that nobody has.
  if (!isRowId(id)) return undefined
  return (await findAll(tx, entity, 'where id = $1', [id]))[0]
}

/** Is this the form of a row's id? Postgres would raise an error at any other. */
export const isRowId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)

function toEntity<E extends ObjectLiteral>(entity: new () => E, shape: Shape, row: QueryResultRow): E {
  const made = new entity() as Record<string, unknown>
  for (const [name, value] of Object.entries(row)) made[shape.byName.get(name) ?? name] = value
  return made as E
}

const plain = (json: boolean, value: unknown) => (json && value !== null ? JSON.stringify(value) : value)

/** Inserts one row; the columns are the keys of `values`. Answers with the whole row. */
export async function insertRow<E extends ObjectLiteral>(
  tx: Tx,
  entity: new () => E,
  values: Partial<Record<keyof E & string, unknown>>,
): Promise<E> {
  const shape = shapeOf(tx, entity)
  const given = shape.columns.filter(({ property }) => property in values)
  const names = given.map(({ name }) => name)
  const [row] = await tx.rows(
    `insert into ${shape.table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning ${shape.list}`,
    given.map(({ property, json }) => plain(json, (values as Record<string, unknown>)[property])),
  )
  if (row === undefined) throw new Error(`insert into ${shape.table} gave no row`)
  return toEntity(entity, shape, row)
}

/**
 * Updates one row where id and version match, and counts the version up. `undefined` means that somebody was faster.
 */
export async function updateRow<E extends ObjectLiteral>(
  tx: Tx,
  entity: new () => E,
  id: string,
  version: number,
  values: Partial<Record<keyof E & string, unknown>>,
): Promise<E | undefined> {
  const shape = shapeOf(tx, entity)
  const given = shape.columns.filter(({ property }) => property in values)
  const sets = given.map(({ name }, index) => `${name} = $${index + 3}`)
  const [row] = await tx.rows(
    `update ${shape.table} set ${[...sets, 'version = version + 1'].join(', ')} where id = $1 and version = $2 returning ${shape.list}`,
    [id, version, ...given.map(({ property, json }) => plain(json, (values as Record<string, unknown>)[property]))],
  )
  return row === undefined ? undefined : toEntity(entity, shape, row)
}
