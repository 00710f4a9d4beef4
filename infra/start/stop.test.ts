import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { root } from '../house.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const statusOf = async (url: string): Promise<number | null> => {
  const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.status ?? null
}

/** A sign-in whose body comes slowly: under way until `finish` is called. */
function slowSignIn(url: string): { finish(): void; status: Promise<number> } {
  const body = JSON.stringify({ email: 'nobody@placet.example', password: 'a wrong password' })
  const asked = request(`${url}/auth/sign-in`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json', 'content-length': String(body.length) },
  })
  asked.write(body.slice(0, 10))
  const status = once(asked, 'response').then(([answer]) => (answer as { statusCode: number }).statusCode)
  return { finish: () => asked.end(body.slice(10)), status }
}

test(
  'asked to stop it says so, gives the proxy its time, finishes what is under way, and ends with code 0',
  { timeout: 180_000 },
  async () => {
    if (!existsSync(join(root, 'api/dist/src/main.js')))
      throw new Error('The portal is not built. Run `npm run build` first.')
    const dataDir = mkdtempSync(join(tmpdir(), 'placet-stop-'))
    const url = `http://localhost:${await freePort()}`
    const child = spawn(process.execPath, [join(root, 'infra/run.js'), 'start/serve'], {
      env: { PATH: process.env['PATH'], PORT: new URL(url).port, PLACET_DATA_DIR: dataDir, PLACET_PROXY_SECONDS: '3' },
      stdio: 'ignore',
    })
    try {
      for (const until = Date.now() + 120_000; (await statusOf(`${url}/health/ready`)) !== 200; await pause(200))
        if (child.exitCode !== null || Date.now() > until) throw new Error('The portal did not start.')
      const underWay = slowSignIn(url)
      await pause(200)
      child.kill('SIGTERM')
      const ended = once(child, 'exit')
      await pause(500)
      expect([await statusOf(`${url}/health/ready`), await statusOf(`${url}/health/live`)]).toEqual([503, 200])
      expect(await statusOf(`${url}/register`)).toBe(200)
      await expect.poll(() => statusOf(`${url}/health/live`), { timeout: 10_000 }).toBeNull()
      underWay.finish()
      expect(await underWay.status).toBe(401)
      expect((await ended)[0]).toBe(0)
    } finally {
      if (child.exitCode === null) child.kill('SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    }
  },
)
