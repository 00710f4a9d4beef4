import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from './arrange.ts'
import { documentOf, mutationNames, schema } from './operations.ts'
import { getNullableType, getNamedType, GraphQLInputObjectType, GraphQLList, GraphQLScalarType } from 'graphql'

let a: Arranger
beforeAll(async () => { a = await Arranger.open() })
afterAll(() => a.close())
const out: string[] = []
const note = (what: string, reply: { text: string }) => {
  if (reply.text.includes('INTERNAL') || !reply.text.startsWith('{')) { console.log('500!', what, reply.text.slice(0, 200)) ; out.push(what) }
}
const blns: string[] = JSON.parse(readFileSync('/work/shared/data/strings/blns.json', 'utf8'))
const hostile = ['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', "'; drop table x; --", '', ' ', 'x'.repeat(20000), '__proto__', '١٢٣', 'not-a-uuid', randomUUID(), ...blns.filter((_, i) => i % 25 === 0)]
test('queries', { timeout: 300000 }, async () => {
  const cur = (k: unknown) => Buffer.from(JSON.stringify(k)).toString('base64url')
  const cursors = ['x', cur(['x', 'y']), cur(['2020-01-01', 'y']), cur([1, 2]), cur([null, null]), cur(['infinity', randomUUID()]), cur(['x']), cur([1e300]), cur([-1]), cur(['9'.repeat(30)]), cur(['a\u0000', 'b']), cur({}), cur([null]), cur(['2020-01-01T00:00:00Z', 'nope'])]
  const officer = await a.as('officer'), manager = await a.as('manager')
  for (const s of [...hostile]) {
    for (const [v, q] of [
      [officer, 'query($v:ID!){submission(id:$v){id}}'], [manager, 'query($v:ID!){submission(id:$v){id}}'], [manager, 'query($v:ID!){reviewStage(id:$v){id}}'],
      [manager, 'query($v:ID!){assignment(id:$v){id}}'], [manager, 'query($v:ID!){informationRequest(id:$v){id}}'], [manager, 'query($v:ID!){decision(id:$v){id}}'], [manager, 'query($v:ID!){reviewerCandidates(stageId:$v){allowed}}'],
      [a.anyone, 'query($v:ID!){registerEntry(no:$v,lang:en){entry{no}}}'], [a.anyone, 'query($v:String){registerEntries(q:$v){total}}'], [a.anyone, 'query($v:String){registerEntries(status:$v){total}}'], [a.anyone, 'query($v:String){registerEntries(use:$v, riskClass:$v){total}}'],
      [a.anyone, 'query($v:String){registerEntries(riskClass:$v){total}}'],
      [manager, 'query($v:String){queue(q:$v){total}}'], [manager, 'query($v:String){queue(riskClass:$v){total}}'], [officer, 'query($v:String){submissions(q:$v){total}}'],
    ] as const) note(`${q} ${JSON.stringify(s).slice(0, 40)}`, await v.ask(q, { v: s }))
  }
  for (const v of cursors) for (const [w, q] of [
    [a.anyone, 'query($v:String){registerEntries(after:$v){total}}'], [manager, 'query($v:String){queue(after:$v){total}}'], [manager, 'query($v:String){queue(after:$v,sort:reference){total}}'], [officer, 'query($v:String){submissions(after:$v){total}}'], [manager, 'query($v:String){assignments(after:$v){total}}'], [await a.as('integrity'), 'query($v:String){integrityChecks(after:$v){total}}'],
  ] as const) note(`${q} cursor ${Buffer.from(v, 'base64url')}`, await w.ask(q, { v }))
  const c = await a.submission().draft()
  for (const v of cursors) note(`timeline ${Buffer.from(v, 'base64url')}`, await officer.ask('query($i:ID!,$v:String){submission(id:$i){timeline(after:$v){edges{cursor}}}}', { i: c.id, v }))
  for (const n of [0, -1, 101, 2147483647, 2147483648, 1.5, 1e300, '5', null, true, [], {}]) note(`first ${n}`, await manager.ask('query($n:Int!){queue(first:$n){total}}', { n }))
  expect(out).toEqual([])
})
test('doors', { timeout: 100000 }, async () => {
  const post = async (body: string, headers: Record<string, string> = {}, path = '/graphql') => { const r = await (await a.as('officer')).fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }); const t = await r.text(); if (r.status >= 500 || t.includes('INTERNAL')) { console.log('DOOR', path, body.slice(0, 60), r.status, t.slice(0, 200)); out.push(body.slice(0, 50)) } ; return [r.status, t.slice(0, 120)] }
  const deep = '['.repeat(45000) + ']'.repeat(45000)
  for (const b of ['', 'null', '1', '"x"', '[]', '{', '[{"query":"{__typename}"}]', '{"query":1}', '{"query":"{__typename}","variables":[1]}', '{"query":"{__typename}","variables":"x"}', '{"query":"{__typename}","operationName":{}}', `{"query":"{__typename}","variables":{"a":${deep.slice(0, 0)}1}}`, deep, `{"query":"query($v:JSON){__typename}","variables":{"v":${'['.repeat(40000)}${']'.repeat(40000)}}}`, '{"extensions":null}', '{"extensions":{"persistedQuery":{"sha256Hash":{}}}}', '{"extensions":{"persistedQuery":{"sha256Hash":"__proto__"}}}', '{"__proto__":{"query":"{__typename}"}}', '{"query":"query($v:ID!){submission(id:$v){id}}","variables":{"v":{"a":1}}}', '{"query":"query($v:ID!){submission(id:$v){id}}","variables":{"v":123456789012345678901234567890}}', '{"query":"{ '.concat('a'.repeat(90000), ' }"}'), '{"query":"' + '{a'.repeat(3000) + '}'.repeat(3000) + '"}', `{"query":"x","z":"${'x'.repeat(100001)}"}`]) console.log((await post(b)).join(' ').slice(0, 140), '<=', b.slice(0, 50))
  for (const b of ['', 'null', '[]', '{}', '{"email":{"a":1},"password":["x"]}', '{"email":["a"],"password":"b"}', '{"email":1,"password":2}', '{"email":"a\\u0000b","password":"b"}', '{"email":"\\ud800","password":"\\ud800"}', '{"email":true,"password":true}', '{"email":"x","password":"' + 'p'.repeat(300) + '"}', '{"email":"' + 'e'.repeat(400) + '","password":"b"}']) console.log('sign-in', (await post(b, {}, '/auth/sign-in')).join(' '), '<=', b.slice(0, 60))
  for (const p of ['/graphql/public/x', '/graphql/public/x?variables=%00', '/files/x', '/files/..%2f..%2fetc%2fpasswd', '/files/' + randomUUID(), '/%00', '/%E0%A4%A', '/auth/nope', '/health/ready', '/health/live', '/files/%00', '/assets/..%2f..%2fpackage.json']) { const r = await (await a.as('officer')).fetch(p); console.log(p, r.status, (await r.text()).slice(0, 80)); if (r.status >= 500) out.push(p) }
  expect(out).toEqual([])
})
const junk: unknown[] = [null, 1, -1, 2 ** 31, 2 ** 53, 1e308, 1.5, true, [], {}, [[[]]], { a: { b: 1 } }, '', '\u0000', '\ud800', 'x'.repeat(5000), 'not-a-uuid', '2026-02-30', '0000-00-00', "'", '__proto__', '<script>', '\u202e', '１２３', '𝕏', 'NaN', '-0', '%s%n', '${7*7}']
test('every mutation with junk in every field', { timeout: 600000 }, async () => {
  const c = await a.submission().inReview()
  const stage = await c.stage()
  const asn = await c.assign(stage, 'reviewerA', 'active')
  const ids: Record<string, string> = { submission: c.id, stage: stage.id, assignment: asn.id }
  const sample = (type: unknown, key: string): unknown => {
    const t = getNullableType(type as never)
    if (t instanceof GraphQLList) return [sample(t.ofType, key)]
    if (t instanceof GraphQLInputObjectType) return Object.fromEntries(Object.values(t.getFields()).map((f) => [f.name, sample(f.type, f.name)]))
    const n = (t as GraphQLScalarType).name
    if (key === 'id') return c.id
    if (n === 'ID') return key === 'field' ? 'intendedPurpose' : randomUUID()
    if (n === 'Int') return 1
    if (n === 'Boolean') return true
    if (n === 'Date') return '2027-01-01'
    if (n === 'JSON') return 'x'
    return key === 'stage' ? 'technical' : 'text'
  }
  let count = 0
  for (const m of mutationNames) {
    const input = schema.getMutationType()!.getFields()[m]!.args[0]!.type
    const base = sample(input, 'input') as Record<string, unknown>
    const whoAre = ['officer', 'manager', 'lead', 'reviewerA', 'screener'] as const
    for (const id of Object.values(ids)) for (const who of whoAre) { count++; note(`${m} base ${who}`, await (await a.as(who)).ask(documentOf(m), { input: { ...base, commandId: randomUUID(), ...('id' in base ? { id } : {}) } })) }
    for (const key of Object.keys(base)) for (const j of junk) {
      count++
      const who = m.startsWith('start') || m.includes('Answers') || m.includes('import') || m.includes('Dossier') ? 'officer' : 'manager'
      note(`${m}.${key} ${JSON.stringify(j)?.slice(0, 30)}`, await (await a.as(who)).ask(documentOf(m), { input: { ...base, commandId: key === 'commandId' ? undefined : randomUUID(), [key]: j } }))
      const v = base[key]
      if (Array.isArray(v)) { note(`${m}.${key}[] ${JSON.stringify(j)?.slice(0, 30)}`, await (await a.as(who)).ask(documentOf(m), { input: { ...base, commandId: randomUUID(), [key]: [j] } }))
        if (v[0] && typeof v[0] === 'object') for (const k2 of Object.keys(v[0] as object)) note(`${m}.${key}[].${k2} ${JSON.stringify(j)?.slice(0, 30)}`, await (await a.as(who)).ask(documentOf(m), { input: { ...base, commandId: randomUUID(), [key]: [{ ...(v[0] as object), [k2]: j }] } })) }
    }
  }
  console.log('sent', count)
  expect(out).toEqual([])
})
