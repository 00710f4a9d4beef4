import { randomUUID } from 'node:crypto'
import { getNamedType, GraphQLObjectType, isLeafType, isNonNullType } from 'graphql'
import type { GraphQLOutputType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, claimRow } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import { documentOf, mutationNames, schema } from '../../test/operations.ts'
import type { Visitor } from '../../test/portal.ts'
import { wellFormed } from '../../test/well-formed.ts'

/**
 * Every root field of the schema × every role × a thing that is one's own, somebody else's, of a case one is recused from,
 * and of nothing. What may not be known of answers exactly as what is not there: status, headers and body.
 */
type Kind =
  | 'person'
  | 'organisation'
  | 'invitation'
  | 'submission'
  | 'stage'
  | 'assignment'
  | 'request'
  | 'decision'
  | 'claim'
  | 'approval'
  | 'none'

/** What the id of each root field names. A new field fails the first test until it stands here. */
const subjects: Record<Kind, readonly string[]> = {
  submission: [
    ...['submission', 'managerCandidates'],
    ...['acceptSubmission', 'acknowledgeSubmission', 'beginSigning', 'confirmAnswers', 'confirmOutOfScope'],
    ...['discardDossier', 'draftInformationRequest', 'extendScreeningHold', 'giveAdvice', 'importModelCard'],
    ...['nameCaseManager', 'proposeOutOfScope', 'recuseSelf', 'rejectOutOfScope', 'requestAdvice', 'resubmitDossier'],
    ...['returnSubmission', 'saveAnswers', 'saveScreening', 'startDecision', 'submitDossier', 'withdrawSubmission'],
  ],
  stage: [
    ...['reviewStage', 'leadCandidates', 'reviewerCandidates'],
    ...['fileDissent', 'proposeReviewer', 'reopenStage', 'returnStage', 'saveRecommendation', 'saveReconciliation'],
    ...['saveReviewAnswer', 'saveStageRecommendation', 'setStageLead', 'signReconciliation', 'signReport'],
  ],
  assignment: [
    'assignment',
    ...['challengeReviewer', 'clearInterest', 'declareInterest', 'declareNewInterest', 'declareNoInterest'],
    ...['declineAssignment', 'openAssignment', 'reassignReviewer', 'recuseReviewer'],
  ],
  request: [
    'informationRequest',
    ...['allowClockStop', 'answerInformationRequest', 'askExtension', 'cancelInformationRequest', 'judgeRequest'],
    ...['completeInformationRequest', 'discardInformationRequest', 'ruleExtension', 'saveInformationRequest'],
    ...['saveRequestAnswer', 'sendInformationRequest'],
  ],
  decision: [
    'decision',
    ...['abandonDecision', 'commentOnNotice', 'countersignDecision', 'giveNotice', 'recallDecision', 'returnToDrafter'],
    ...['saveDecision', 'signDecision', 'submitForSignature'],
  ],
  claim: ['grantClaim', 'refuseClaim'],
  approval: ['surrenderApproval'],
  person: ['changeRoles', 'removeColleague'],
  organisation: ['refuseOrganisation', 'verifyOrganisation'],
  invitation: ['resendInvitation', 'withdrawInvitation'],
  none: [
    ...['agencyClock', 'assignments', 'integrityChecks', 'me', 'mode', 'policyPack', 'queue', 'registerEntries'],
    ...['registerEntry', 'submissions', 'moveAgencyClock', 'startDossier'],
    ...['changeEmail', 'colleagues', 'invitations', 'inviteColleague', 'organisationsToRule'],
  ],
}

const staffRoles = [
  ...['screeningOfficer', 'caseManager', 'stageLead', 'reviewer', 'decisionMaker', 'deputy', 'integrityOfficer'],
  ...['inspector', 'agencyAdmin'],
] as const
const applicantRoles = ['applicantEditor', 'applicantSigner', 'organisationAdmin'] as const
const seeAll = new Set(['screeningOfficer', 'caseManager', 'stageLead', 'decisionMaker', 'deputy'])
seeAll.add('integrityOfficer').add('inspector')

let a: Arranger
/** Helio Health's: one issued, one in review with a stage, an assignment and a request. */
let issued: CaseInTheMaking
let open: CaseInTheMaking
const own: Partial<Record<Kind, string>> = {}
/** A person of each role of Helio Health or the agency, one of another organisation, one recused from both cases. */
const ours: Record<string, Visitor> = {}
const others: Record<string, Visitor> = {}
const recused: Record<string, Visitor> = {}
let assigned: Visitor
let question = ''

const modelName = 'Nightingale Matrix'

beforeAll(async () => {
  a = await Arranger.open()
  const answers = { modelName, confidentialityClaims: [claimRow('operatingLogic', '2099-01-01')] }
  issued = await a.submission({ answers, modelName }).issued()
  open = await a.submission({ riskClass: 'III', modelName, answers: { modelName } }).inReview()
  assigned = await a.hire(['reviewer'])
  const stage = await open.stage()
  const { id: assignment } = await (
    await a.as('manager')
  ).do('proposeReviewer', { id: stage.id, reviewerId: assigned.id })
  const version = (await a.row('reviewer_assignment', String(assignment))).version
  await assigned.do('openAssignment', { id: assignment, version })
  await assigned.do('declareNoInterest', { id: assignment, version: version + 1, affirmed: true })
  Object.assign(own, {
    submission: open.id,
    stage: stage.id,
    assignment,
    request: (await open.request('issued', false)).id,
    decision: (await issued.decision()).id,
    claim: (await a.of('confidentiality_claim', issued.id))[0]?.id,
    approval: (await a.of('approval', issued.id))[0]?.id,
    person: (await a.hire(['applicantEditor'], 'officer')).id,
    organisation: (await open.now())['organisation_id'],
    invitation: (await (await a.as('officer')).do('inviteColleague', wellFormed('inviteColleague')))['id'],
  })
  question =
    (await a.rows<{ id: string }>(`select id from request_question where request_id = $1`, [own.request]))[0]?.id ?? ''
  for (const role of applicantRoles) {
    ours[role] = await a.hire([role], 'officer')
    others[role] = await a.hire([role], 'rival')
  }
  for (const role of staffRoles) {
    ours[role] = role === 'reviewer' ? assigned : await a.hire([role])
    recused[role] = await a.hire([role])
    for (const { id } of [issued, open])
      await a.rows(`insert into case_recusal (person_id, case_id, at, reason) values ($1, $2, now(), 'A relation.')`, [
        recused[role].id,
        id,
      ])
  }
  others['reviewer'] = await a.hire(['reviewer'])
}, 240_000)
afterAll(() => a.close())

const queries = schema.getQueryType()?.getFields() ?? {}
const fields = [...Object.keys(queries), ...mutationNames]
const kindOf = (field: string): Kind =>
  (Object.entries(subjects).find(([, names]) => names.includes(field))?.[0] ?? 'none') as Kind

/** Every field of a type that takes no required argument, two objects deep. */
function selection(type: GraphQLOutputType, depth = 2): string {
  const named = getNamedType(type)
  if (!(named instanceof GraphQLObjectType)) return ''
  const inner = Object.values(named.getFields()).flatMap(({ name, args, type: of }) => {
    if (args.some(({ type: input }) => isNonNullType(input)) || (args.length > 0 && name !== 'timeline')) return []
    if (isLeafType(getNamedType(of))) return [name]
    const below = depth === 0 ? '' : selection(of, depth - 1)
    return below === '' ? [] : [`${name} { ${below} }`]
  })
  return ['__typename', ...inner].join(' ')
}

/** One answer as it came over the wire; the request's own number and the date differ between any two. */
async function ask(visitor: Visitor, field: string, id: string): Promise<{ wire: object; text: string }> {
  const query = queries[field]
  const input = { ...wellFormed(field in queries ? 'recuseSelf' : field), id, commandId: randomUUID() }
  if (field === 'saveRequestAnswer') Object.assign(input, { question })
  const [argument] = (query?.args ?? []).filter(({ type }) => getNamedType(type).name === 'ID')
  const body =
    query === undefined
      ? { query: documentOf(field), variables: { input } }
      : {
          query: `query($id: ID!) { ${field}(${argument?.name ?? ''}: $id) { ${selection(query.type, field === 'submission' || field === 'reviewStage' ? 1 : 2)} } }`,
          variables: { id },
        }
  const answer = await visitor.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  const headers = [...answer.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id')
  return { wire: { status: answer.status, headers, text }, text }
}

/** The file takes longer than a proof counts; what asks for a fresh one says so before it looks for the thing. */
const proveAll = () => a.rows(`update session set proved_at = now()`)

const codeOf = (text: string): string => /"code":"(\w+)"/.exec(text)?.[1] ?? ''
const isNothing = (text: string): boolean => codeOf(text) === 'NOT_FOUND' || /^\{"data":\{"\w+":\[\]\}\}$/.test(text)
/** What a role makes of a field: shut at the door, nothing there, or something to answer. */
const letter = (text: string): string =>
  ['FORBIDDEN', 'UNAUTHENTICATED'].includes(codeOf(text)) ? 'shut' : isNothing(text) ? '–' : 'sees'

/** The recused read of their case that it is closed to them, and of their own assignment its end (security.md 4). */
const toldOfRecusal = (field: string): boolean => field === 'submission'
/** That an organisation exists the whole agency knows. */
const isOpenTo = (field: string, role: string): boolean =>
  kindOf(field) === 'organisation' && (staffRoles as readonly string[]).includes(role)

const withId = fields.filter((field) => kindOf(field) !== 'none')
/** What ends the sight of who does it comes last. */
const inOrder = withId.toSorted((one, other) => Number(one === 'recuseSelf') - Number(other === 'recuseSelf'))

test('every root field of the schema stands in the matrix, once', () => {
  expect(Object.values(subjects).flat().toSorted()).toEqual(fields.toSorted())
})

describe('what is another’s, or closed to the recused, answers as what is not there', () => {
  test.each(inOrder)(
    '%s',
    async (field) => {
      await proveAll()
      const id = own[kindOf(field)] ?? ''
      for (const [who, people] of Object.entries({ others, recused }))
        for (const [role, visitor] of Object.entries(people)) {
          if ((who === 'recused' && toldOfRecusal(field)) || isOpenTo(field, role)) continue
          const there = await ask(visitor, field, id)
          const absent = await ask(visitor, field, randomUUID())
          expect({ who, role, ...there.wire }).toEqual({ who, role, ...absent.wire })
          expect({ who, role, letter: letter(there.text) }).not.toEqual({ who, role, letter: 'sees' })
          expect(there.text).not.toContain(modelName)
        }
      const there = await ask(a.anyone, field, id)
      expect(there.wire).toEqual((await ask(a.anyone, field, randomUUID())).wire)
      expect(codeOf(there.text)).toBe('UNAUTHENTICATED')
    },
    60_000,
  )

  test('the recused are told that they are, and no word of the case', async () => {
    for (const [role, visitor] of Object.entries(recused)) {
      const { text } = await ask(visitor, 'submission', open.id)
      for (const secret of [modelName, 'Helio Health', String((await open.now())['reference'])])
        expect({ role, told: text.includes(secret) }).toEqual({ role, told: false })
      if (seeAll.has(role)) expect(text).toContain('"recused":true')
    }
  })
})

describe('what each role makes of each field', () => {
  const rows: string[][] = []

  test.each(inOrder)(
    '%s',
    async (field) => {
      await proveAll()
      const id = own[kindOf(field)] ?? ''
      const row = [field]
      let missed = false
      for (const role of [...applicantRoles, ...staffRoles]) {
        const visitor = ours[role]
        if (visitor === undefined) throw new Error(`nobody is ${role}`)
        const absent = await ask(visitor, field, randomUUID())
        const there = await ask(visitor, field, id)
        expect({ role, letter: letter(absent.text) }).not.toEqual({ role, letter: 'sees' })
        missed ||= letter(absent.text) === '–'
        row.push(letter(there.text))
      }
      // Otherwise the input is refused before anyone looks for the thing, and the row above says nothing.
      expect(missed).toBe(true)
      rows.push(row)
    },
    60_000,
  )

  test.each(subjects.none)('%s, which names no thing', async (field) => {
    const row = [field]
    for (const role of [...applicantRoles, ...staffRoles]) {
      const visitor = ours[role]
      if (visitor === undefined) throw new Error(`nobody is ${role}`)
      const query = queries[field]
      const given: Record<string, string> = { policyPack: '(lang: en)', registerEntry: '(lang: en, no: "LMM-1-1")' }
      const { text } =
        query === undefined
          ? await visitor.ask(documentOf(field), { input: { ...wellFormed(field), commandId: 'no id' } })
          : await visitor.ask(`{ ${field}${given[field] ?? ''} { ${selection(query.type, 1)} } }`)
      row.push(letter(text) === 'shut' ? 'shut' : 'open')
    }
    rows.push(row)
  })

  test('is what docs/access.md says', async () => {
    const table = [
      ['Field', ...applicantRoles, ...staffRoles],
      ...rows.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    ]
    const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
    const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
    const [head = [], ...body] = table
    await expect(
      [
        '# Who gets past which door',
        '',
        'Asked of the running API by `api/src/kernel/access-matrix.api.test.ts`, which fails where this page differs; `npx vitest run access-matrix -u` in `api` writes it again.',
        'One person of each role, without another; the reviewer is assigned to the stage that is asked for.',
        '`shut`: no account of this role passes the door. `–`: for this role the thing is not there. `sees`: it is answered, by its content or by a reasoned refusal (who may do what: [policies.md](policies.md)). `open`: a list or a setting, which holds only what the reader may see.',
        'Whatever is another organisation’s, or of a case that one is recused from, is `–` or `shut` for every role and field, and answers byte for byte as what does not exist.',
        '',
        line(head),
        line(widths.map((width) => '-'.repeat(width))),
        ...body.map(line),
        '',
      ].join('\n'),
    ).toMatchFileSnapshot('../../../docs/access.md')
  })
})

describe('how long it takes says nothing either', () => {
  const median = (times: number[]): number => times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0

  test.each(Object.keys(queries).filter((field) => kindOf(field) !== 'none'))('%s', async (field) => {
    const id = own[kindOf(field)] ?? ''
    const visitor = others['applicantSigner'] ?? a.anyone
    const timed = async (thing: string) => {
      const began = performance.now()
      await ask(visitor, field, thing)
      return performance.now() - began
    }
    const [there, absent]: [number[], number[]] = [[], []]
    for (let time = 0; time < 25; time += 1) {
      there.push(await timed(id))
      absent.push(await timed(randomUUID()))
    }
    expect(Math.abs(median(there) - median(absent))).toBeLessThan(10)
  })
})
