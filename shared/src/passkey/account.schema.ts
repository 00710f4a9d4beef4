import * as z from 'zod/mini'
import { name, rowId } from '../kernel/input.ts'
import { AssertionAnswer, CreationAnswer } from './passkey.schema.ts'

const wellFormed = z.refine<string>((text) => text.isWellFormed(), { error: 'inputNotText' })

/** Taken as typed, normalised when it is hashed; whether it is a good one is `passwordFaults`' to say. */
const password = z.string().check(wellFormed, z.minLength(1), z.maxLength(256))
/** Six digits as a person types them. */
const code = z.string().check(
  z.trim(),
  z.overwrite((typed) => typed.replaceAll(/\s/g, '')),
  z.regex(/^\d{6}$/, 'inputCode'),
)

/** A passkey's name, as its holder calls the device. */
const passkeyName = name(100)

export const PasskeyProof = z.strictObject({ answer: AssertionAnswer })
export const CodeProof = z.strictObject({ code })
export const RecoveryCodeProof = z.strictObject({
  code: z.string().check(wellFormed, z.minLength(1), z.maxLength(100)),
})
export const PasswordAndCodeProof = z.strictObject({ password, code })
export const NewPasskey = z.strictObject({ answer: CreationAnswer, name: passkeyName })
export const PasskeyName = z.strictObject({ name: passkeyName })
export const NewPassword = z.strictObject({ password })
export const AccountDetails = z.strictObject({ name: name(200), language: z.nullable(z.enum(['en', 'fr', 'ar'])) })
export const RowId = rowId
