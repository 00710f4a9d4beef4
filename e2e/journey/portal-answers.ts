import * as z from 'zod/mini'

// What the journey reads from the portal's answers. An answer of another shape ends the journey.

const text = z.string()
const maybe = z.nullable(z.string())
const count = z.number()

export const Submission = z.object({
  id: text,
  version: count,
  state: text,
  reference: text,
  riskClass: maybe,
  registerNo: maybe,
})
export type Submission = z.infer<typeof Submission>

export const Me = z.object({ me: z.nullable(z.object({ id: text, name: text, email: text })) })

export const Mode = z.object({
  mode: z.object({ mode: text, demo: z.boolean() }),
  agencyClock: z.object({ now: text, movable: z.boolean() }),
})

export const Pack = z.object({ policyPack: z.object({ id: text, version: text, document: z.unknown() }) })

const Unmet = z.object({ code: text, message: text, at: maybe })

export const Answers = z.object({
  submission: z.object({
    id: text,
    version: count,
    packId: text,
    riskClass: maybe,
    answers: z.array(
      z.object({ field: text, value: z.unknown(), version: count, source: text, confirmed: z.boolean() }),
    ),
    unmet: z.array(Unmet),
  }),
})

export const AnswersSaved = z.object({
  submissionId: text,
  outcomes: z.array(
    z.object({
      field: text,
      outcome: text,
      message: maybe,
      issues: z.array(z.object({ path: text, message: text })),
    }),
  ),
})

export const CardImport = z.object({
  submissionId: text,
  fields: z.array(z.object({ field: text, stored: z.boolean(), version: count })),
  missing: z.array(text),
})

export const Documents = z.object({
  submission: z.object({
    documents: z.array(z.object({ id: text, name: text, state: text, rejection: maybe })),
  }),
})

export const ScreeningNow = z.object({
  submission: z.object({ id: text, packId: text, screening: z.nullable(z.object({ version: count })) }),
})

export const Stage = z.object({ id: text, version: count, state: text, stage: text, reviewersNeeded: count })
export type Stage = z.infer<typeof Stage>

export const Stages = z.object({ submission: z.object({ stages: z.array(Stage) }) })

export const Candidates = z.object({
  reviewerCandidates: z.array(
    z.object({
      person: z.object({ id: text, name: text }),
      allowed: z.boolean(),
      because: z.array(z.object({ message: text })),
    }),
  ),
})

export const Assignment = z.object({ id: text, version: count, state: text, stageKey: text, stageId: maybe })

export const ReviewDesk = z.object({
  reviewStage: z.object({
    ...Stage.shape,
    questions: z.array(z.object({ id: text, fields: z.array(text) })),
    reports: z.array(
      z.object({
        id: text,
        version: count,
        mine: z.boolean(),
        recommendation: maybe,
        answers: z.array(z.object({ question: text, version: count, answer: maybe })),
      }),
    ),
    reconciliation: z.array(z.object({ question: text, answers: z.array(text), answer: maybe, reason: text })),
  }),
})

export const InformationRequest = z.object({
  id: text,
  version: count,
  state: text,
  questions: z.array(z.object({ id: text, answeredVersion: z.nullable(count) })),
})

const Segment = z.object({ from: text, to: text, days: count, kind: text, reason: text })

export const Clock = z.object({
  id: text,
  clock: text,
  binds: text,
  startedAt: text,
  stoppedAt: maybe,
  dueAt: maybe,
  paused: z.boolean(),
  segments: z.array(Segment),
})
export type Clock = z.infer<typeof Clock>

export const Clocks = z.object({ submission: z.object({ paused: z.boolean(), clocks: z.array(Clock) }) })

export const Decision = z.object({
  id: text,
  version: count,
  state: text,
  signaturesNeeded: count,
  decisionQuestions: z.array(z.object({ id: text })),
  recommendations: z.array(z.object({ stage: text, recommendation: text })),
  signatures: z.array(z.object({ meaning: text, recordHash: text, voided: z.boolean() })),
})
export type Decision = z.infer<typeof Decision>

export const Ceremony = z.object({
  id: text,
  meaning: text,
  recordHash: text,
  fingerprint: text,
  record: text,
  nonce: text,
  request: z.object({ challenge: text, rpId: text, allowCredentials: z.array(z.object({ id: text })) }),
})

export const AgencyClock = z.object({ now: text, movable: z.boolean(), offsetDays: count })

export const RegisterEntry = z.object({
  registerEntry: z.object({
    entry: z.object({
      no: text,
      modelName: text,
      modelVersion: text,
      status: text,
      riskClass: text,
      summary: text,
    }),
    fields: z.array(z.object({ field: text, withheld: maybe })),
    decision: z.object({
      outcome: text,
      recordHash: text,
      logIndex: z.nullable(count),
      signedBy: z.array(z.object({ meaning: text, name: text })),
    }),
    demonstration: z.boolean(),
  }),
})
