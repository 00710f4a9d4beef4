import pg from 'pg'
import { StartError } from '../../api/src/kernel/db/start-error.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import { endWith } from './portal.ts'

// Erases a person: what is known of them goes, and the salts in the log with it. Names under signatures stay by law.
try {
  const { owner } = readSettings().database
  const [id = ''] = process.argv.slice(2)
  if (owner === undefined || !/^[0-9a-f-]{36}$/.test(id))
    throw new StartError('Usage: DATABASE_OWNER_URL=… npm run forget -- <id of the person>')
  const client = new pg.Client({ connectionString: owner, options: '-c role=portal_owner' })
  await client.connect()
  await client.query(`select forget_person($1)`, [id])
  await client.end()
  console.log(`${id} is erased. The names under what they signed stay: the law keeps the act.`)
} catch (error) {
  endWith(error)
}
