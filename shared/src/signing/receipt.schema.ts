import * as z from 'zod/mini'

const text = z.string()
const base64 = z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/))
const position = z.int().check(z.minimum(0))

/** What a receipt holds of the public log: the leaf, what opens its commitment, and its path to the root of a signed checkpoint. */
export const ReceiptProof = z.object({
  leaf: base64,
  opening: z.object({ salt: base64, record: base64 }),
  index: position,
  size: position,
  path: z.array(base64).check(z.maxLength(64)),
  checkpoint: text,
})

/** One signature: who, as what, when, over which record, proven how; and where it stands in the log. */
export const ReceiptSignature = z.object({
  meaning: text,
  name: text,
  office: text,
  at: text,
  proofKind: text,
  recordHash: text,
  /** The canonical record as text, byte for byte what was hashed and signed. */
  record: text,
  jws: text,
  /** The canonical proof document, base64; null for what was signed before passkeys. */
  proof: z.nullable(base64),
  log: ReceiptProof,
})

/** Placet's receipt of a submission or a decision: whole in itself, and checked by anyone with the published keys. */
export const Receipt = z.object({
  v: z.literal(1),
  type: z.literal('placet-receipt'),
  portal: text,
  /** Number of the case. */
  number: text,
  process: z.enum(['submission', 'decision']),
  id: text,
  demonstration: z.optional(text),
  files: z.array(z.object({ name: text, sha256: text })).check(z.maxLength(1000)),
  signatures: z.array(ReceiptSignature).check(z.minLength(1), z.maxLength(10)),
  /** As they were published when the receipt was made; whoever checks it takes them from elsewhere. */
  keys: z.array(z.record(text, z.nullable(text))),
})
export type Receipt = z.infer<typeof Receipt>

/** What was found of a receipt: `changed` names the first thing that does not hold. */
export type ReceiptVerdict =
  | {
      verdict: 'intact'
      number: string
      process: Receipt['process']
      demonstration: boolean
      signatures: { meaning: string; name: string; office: string; at: string; proofKind: string }[]
    }
  | { verdict: 'changed'; what: string }
  | { verdict: 'foreign' | 'noReceipt' }
