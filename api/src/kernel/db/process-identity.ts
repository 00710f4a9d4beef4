import { readFileSync } from 'node:fs'

/** True when a process of this id runs; a zombie (ended, not yet collected by its parent) does not count. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const stat = readProc(pid, 'stat')
  return stat === undefined || afterCommandName(stat)[0] !== 'Z'
}

/**
 * When the process began, as the kernel's own mark (clock ticks since boot), so that an id given again to another
 * process is told apart. Undefined where the system has no /proc.
 */
export function startMark(pid: number): string | undefined {
  const stat = readProc(pid, 'stat')
  return stat === undefined ? undefined : afterCommandName(stat)[19]
}

/** The command line of a process, or undefined where the system does not tell. */
export function commandLine(pid: number): string[] | undefined {
  return readProc(pid, 'cmdline')?.split('\0')
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

// The second field of /proc/<pid>/stat is the command's name in brackets and may itself hold blanks and brackets.
function afterCommandName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
