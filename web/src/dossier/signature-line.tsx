import { useLingui } from '@lingui/react/macro'
import { DateTimeText } from '../ui/date-text.tsx'
import { Comma } from '../ui/punctuation.tsx'
import { PersonText } from './person-text.tsx'
import { proofKinds, signatureMeanings, wordOf } from './status-words.ts'

interface SignatureLineProps {
  meaning: string
  name: string
  office: string
  at: string
  /** Null for what was published before it was told. */
  proofKind: string | null
  voided?: boolean
}

/** A signature as it is shown wherever what was signed is shown: its meaning, who, in which office, when, proven how. */
export function SignatureLine({ meaning, name, office, at, proofKind, voided = false }: SignatureLineProps) {
  const { t } = useLingui()
  return (
    <>
      <bdi>{t(wordOf(signatureMeanings, meaning))}</bdi> – <PersonText name={name} office={office} />
      <Comma />
      <bdi>
        <DateTimeText value={at} />
      </bdi>
      {proofKind !== null && (
        <>
          <Comma />
          {t(wordOf(proofKinds, proofKind))}
        </>
      )}
      {voided && <> ({t`recalled`})</>}
    </>
  )
}
