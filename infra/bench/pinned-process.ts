import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Kernel ticks of CPU time a second; Linux has reported 100 to user space on every architecture since 2.6. */
const ticksPerSecond = 100

export type PinnedProcess = {
  readonly child: ChildProcess
  readonly url: string
  /** Seconds of CPU time, user and system, that the process and its threads have used. */
  cpuSeconds(): number
  stop(): Promise<void>
}

/**
 * Starts a Node program on one core (`taskset`) and waits until it answers at `url` with anything below 500, at most 60 s.
 * `args` begin with the program's file. Throws with the program's last output when it ends instead.
 */
export async function startPinned(
  core: number,
  args: readonly string[],
  environment: Record<string, string>,
  url: string,
  readyPath: string,
): Promise<PinnedProcess> {
  const child = spawn('taskset', ['-c', String(core), process.execPath, ...args], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-4000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  for (const deadline = Date.now() + 60_000; ; await pause(200)) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended at once:\n${output}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${args.join(' ')} was not ready within 60 s:\n${output}`)
    }
    const answer = await fetch(`${url}${readyPath}`).catch(() => null)
    await answer?.body?.cancel()
    if (answer && answer.status < 500) break
  }
  return {
    child,
    url,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await once(child, 'exit')
      clearTimeout(forced)
    },
  }
}

/** CPU time of a process by /proc (fields 14 and 15 of stat; the name in field 2 may hold spaces). */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
