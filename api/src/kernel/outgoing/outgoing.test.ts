import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressToConnect, isGloballyRoutable, outgoingAddress } from './address-policy.ts'
import { callOutside, NotReached } from './outgoing.ts'

describe('an address is for everybody', () => {
  test.each(['1.1.1.1', '8.8.8.8', '193.134.4.1', '2606:4700:4700::1111', '2a00:1450:400a:804::2004'])(
    '%s: yes',
    (address) => {
      expect(isGloballyRoutable(address)).toBe(true)
    },
  )

  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.1'],
    ...['203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    // unspecified, loopback, mapped, compatible, NAT64, discard, Teredo, documentation, 6to4, unique local, link-local, site-local, multicast
    ...['::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::10.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::1', '100::1'],
    ...[
      '2001::1',
      '2001:db8::1',
      '2002:a00:1::1',
      '2002:808:808::1',
      '3fff::1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'fe80::1%eth0',
    ],
    ...['fec0::1', 'ff02::1', '5f00::1', '2606:4700::1%1'],
    ...['', 'localhost', '1.1.1', '01.1.1.1', '1.1.1.1.', 'x'],
  ])('%s: no', (address) => {
    expect(isGloballyRoutable(address)).toBe(false)
  })
})

describe('an address that a person set', () => {
  test.each([
    'https://login.agency.example',
    'https://login.agency.example/realms/a?x=1',
    'https://1.1.1.1/x',
    'https://[2606:4700:4700::1111]/',
  ])('%s may be called', (address) => {
    expect(outgoingAddress(address)?.href).toBe(new URL(address).href)
  })

  test.each([
    ...[
      'http://login.agency.example',
      'ftp://login.agency.example',
      'file:///etc/passwd',
      'gopher://x.example',
      'data:text/plain,x',
    ],
    ...['https://login.agency.example:8443', 'https://login.agency.example:80', 'https://me@login.agency.example'],
    ...[
      'https://me:secret@login.agency.example',
      'https://login.agency.example.',
      '//login.agency.example',
      'login.agency.example',
      '',
    ],
    // one machine in many spellings
    ...[
      'https://127.0.0.1',
      'https://2130706433',
      'https://0x7f.1',
      'https://017700000001',
      'https://127.1',
      'https://[::1]',
    ],
    ...[
      'https://[::ffff:127.0.0.1]',
      'https://[64:ff9b::7f00:1]',
      'https://[2002:7f00:1::]',
      'https://169.254.169.254/latest',
    ],
  ])('%s may not', (address) => {
    expect(outgoingAddress(address)).toBeNull()
  })

  test('is one of the hosts that the agency named, where it did', () => {
    const rules = { hosts: ['login.agency.example'] }
    expect(outgoingAddress('https://LOGIN.agency.example/x', rules)).not.toBeNull()
    expect(outgoingAddress('https://agency.example', rules)).toBeNull()
    expect(outgoingAddress('https://login.agency.example.evil.example', rules)).toBeNull()
  })

  test('is refused as a whole when one of its addresses is not for everybody', () => {
    const url = new URL('https://login.agency.example')
    expect(addressToConnect(url, ['1.1.1.1', '2606:4700:4700::1111'])).toBe('1.1.1.1')
    expect(addressToConnect(url, ['1.1.1.1', '10.0.0.1'])).toBeNull()
    expect(addressToConnect(url, ['::ffff:1.1.1.1'])).toBeNull()
    expect(addressToConnect(url, [])).toBeNull()
  })
})

describe('a call', () => {
  let server: Server
  let host: string
  let answerWith: (reply: ServerResponse) => void = (reply) => reply.end('{}')
  let asked: { headers: Record<string, unknown>; url: string | undefined }[] = []
  beforeAll(async () => {
    server = createServer((request, reply) => {
      asked.push({ headers: request.headers, url: request.url })
      answerWith(reply)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    host = `localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const call = (path = '/', resolve = () => Promise.resolve(['127.0.0.1'])) =>
    callOutside(`http://${host}${path}`, { headers: { accept: 'application/json' } }, { testHosts: [host] }, resolve)

  test('to a host of the test list arrives, at the address that was resolved', async () => {
    answerWith = (reply) =>
      reply.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' }).end('{"a":1}')
    const answer = await call('/x')
    expect(await answer.json()).toEqual({ a: 1 })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(asked.at(-1)).toMatchObject({ url: '/x', headers: { host, accept: 'application/json' } })
    expect(asked.at(-1)?.headers).not.toHaveProperty('cookie')
  })

  test.each<[string, (reply: ServerResponse) => void]>([
    ['redirects', (reply) => reply.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
    ['breaks off', (reply) => reply.destroy()],
    ['sends more than 5 MB', (reply) => reply.end(Buffer.alloc(6 * 1024 * 1024))],
  ])('that %s is answered by the one text', async (_, act) => {
    answerWith = act
    asked = []
    await expect(call()).rejects.toEqual(new NotReached())
    expect(asked).toHaveLength(1)
  })

  test('that sends one byte a second is over after five seconds', async () => {
    answerWith = (reply) => {
      const drip = setInterval(() => reply.write('x'), 1000)
      reply.on('close', () => clearInterval(drip))
    }
    const began = Date.now()
    await expect(call()).rejects.toEqual(new NotReached())
    expect(Date.now() - began).toBeLessThan(7_000)
  }, 10_000)

  test('to a name that leads to this machine is not made', async () => {
    asked = []
    for (const address of ['127.0.0.1', '::1', '10.0.0.1', '::ffff:127.0.0.1'])
      await expect(
        callOutside('https://login.agency.example', {}, {}, () => Promise.resolve([address])),
      ).rejects.toEqual(new NotReached())
    await expect(callOutside(`http://${host}/`)).rejects.toEqual(new NotReached())
    expect(asked).toEqual([])
  })

  test('asks for the name once', async () => {
    let times = 0
    answerWith = (reply) => reply.end('{}')
    await call('/', () => {
      times += 1
      return Promise.resolve(['127.0.0.1'])
    })
    expect(times).toBe(1)
  })
})
