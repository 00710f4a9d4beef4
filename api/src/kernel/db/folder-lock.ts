import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isRunning, startMark } from './process-identity.ts'
import { StartError } from './start-error.ts'

/**
 * Claims a folder for this process with a lock file. A lock whose process is gone is taken over.
 *
 * @param file path of the lock file
 * @param folder the folder's name as the person knows it, for the message
 * @returns releases the lock; safe to call twice
 * @throws StartError when another running process holds it
 */
export function lockFolder(file: string, folder: string): () => void {
  const mine = `${process.pid} ${startMark(process.pid) ?? ''}`.trim()
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      return () => {
        if (readIfPresent(file) === mine) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid = '', mark] = (readIfPresent(file) ?? '').split(' ')
    const holder = Number(pid)
    if (holder > 0 && isRunning(holder) && (mark === undefined || mark === startMark(holder))) {
      throw new StartError(
        `The data folder ${folder} is in use by another Placet (process ${holder}); stop that one first.`,
      )
    }
    rmSync(file, { force: true })
  }
  throw new StartError(`The data folder ${folder} is being claimed by another Placet that starts at the same moment.`)
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
