import type { Call } from '../kernel/call.ts'
import { findAll } from '../kernel/db/rows.ts'
import { notFound } from '../kernel/errors.ts'
import { Organisation } from './organisation.entity.ts'
import { Person } from './person.entity.ts'

/** A person by id, batched over the request; absent where the reader may not know of them. */
export function findPerson(call: Call, id: string): Promise<Person> {
  return call
    .loader<string, Person>('person', async (tx, ids) => {
      const people = await findAll(tx, Person, 'where id = any($1)', [ids])
      return ids.map((wanted) => people.find((person) => person.id === wanted) ?? notFound())
    })
    .load(id)
}

export function findOrganisation(call: Call, id: string): Promise<Organisation> {
  return call
    .loader<string, Organisation>('organisation', async (tx, ids) => {
      const found = await findAll(tx, Organisation, 'where id = any($1)', [ids])
      return ids.map((wanted) => found.find((organisation) => organisation.id === wanted) ?? notFound())
    })
    .load(id)
}
