import { readFileSync } from 'node:fs'

/** Megabytes of memory that a process holds (VmRSS of /proc); 0 once it is gone. */
export function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** Looks every 50 ms; `peak` is the most that was seen since the last `from`. */
export class MemoryWatch {
  peak = 0
  private pid = 0
  private readonly timer = setInterval(() => this.look(), 50)

  from(pid: number): number {
    this.pid = pid
    return residentMegabytes(pid)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    this.peak = Math.max(this.peak, residentMegabytes(this.pid))
  }
}
