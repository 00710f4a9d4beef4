import { join } from 'node:path'
import { FileKeys, keyPurposes } from '../../api/src/kernel/signing/keys.ts'
import type { KeyPurpose } from '../../api/src/kernel/signing/keys.ts'
import { StartError } from '../../api/src/kernel/db/start-error.ts'
import { readSettings } from '../../api/src/kernel/settings.ts'
import { endWith } from './portal.ts'

const usage = `Usage: npm run keys -- list | rotate ${keyPurposes.join('|')} | destroy <kid>`

/** The keys of this installation: which there are, the next one of a purpose, the end of one that is over. */
async function handle([act, about = '', ...rest]: readonly string[]): Promise<string> {
  const keys = new FileKeys(join(readSettings().dataDir, 'keys'))
  if (rest.length > 0) throw new StartError(usage)
  if (act === 'list' && about === '') {
    const lines = (await keys.published()).map(
      ({ kid, purpose, notBefore, notAfter }) =>
        `${kid}  ${purpose}  ${notBefore ?? 'from its first use'}  ${notAfter ?? 'in force'}`,
    )
    return lines.length === 0 ? 'There is no key yet: the portal makes one when it first signs.' : lines.join('\n')
  }
  if (act === 'rotate' && keyPurposes.some((purpose) => purpose === about)) {
    const { kid, purpose } = await keys.rotate(about as KeyPurpose)
    return `The next key of ${purpose} is ${kid}. It is published; it comes into force with its first signature, and the one before it ends then.`
  }
  if (act === 'destroy' && about !== '') {
    if (await keys.destroy(about)) return `The private key ${about} is destroyed. What it signed stays valid.`
    throw new StartError('There is no such key, or it is still in force: rotate first.')
  }
  throw new StartError(usage)
}

try {
  console.log(await handle(process.argv.slice(2)))
} catch (error) {
  endWith(error)
}
