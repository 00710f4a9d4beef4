import { useLingui } from '@lingui/react/macro'
import { Checkbox, CheckboxGroup, Textarea } from '@navikt/ds-react'
import { wordOf } from '../../dossier/status-words.ts'
import type { FormError } from '../../ui/error-summary-form.tsx'
import type { RefusalPartsFragment } from '../../ui/refusal-alert.generated.ts'
import { issueOf } from '../reason/reason-act.tsx'
import { interestKindCodes, interestKinds } from '../words.ts'

export interface Interest {
  kinds: string[]
  detail: string
}

export const noInterest: Interest = { kinds: [], detail: '' }

/** What an interest still lacks before it can be declared; `at` names the control. */
export function useInterestFaults(): (interest: Interest, at: (name: string) => string) => FormError[] {
  const { t } = useLingui()
  return ({ kinds, detail }, at) => [
    ...(kinds.length === 0 ? [{ fieldId: at('kinds'), message: t`Select the kind of interest` }] : []),
    ...(detail.trim() === '' ? [{ fieldId: at('detail'), message: t`Enter what your interest is` }] : []),
  ]
}

interface InterestFieldsProps {
  interest: Interest
  onChange: (changed: Interest) => void
  at: (name: string) => string
  errors: readonly FormError[]
  refusal: RefusalPartsFragment | null
}

/** Which kinds of interest, and what it is: the same for a first declaration and for one that comes later. */
export function InterestFields({ interest, onChange, at, errors, refusal }: InterestFieldsProps) {
  const { t } = useLingui()
  const errorOf = (name: string): string | undefined =>
    errors.find(({ fieldId }) => fieldId === at(name))?.message ?? issueOf(refusal, name)
  return (
    <>
      <CheckboxGroup
        id={at('kinds')}
        legend={t`Which kinds of interest?`}
        value={interest.kinds}
        onChange={(kinds: string[]) => onChange({ ...interest, kinds })}
        error={errorOf('kinds')}
      >
        {interestKindCodes.map((kind) => (
          <Checkbox key={kind} value={kind}>
            {t(wordOf(interestKinds, kind))}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Textarea
        dir="auto"
        id={at('detail')}
        label={t`What is the interest?`}
        description={t`With whom, since when, and how much. The integrity officer reads this.`}
        value={interest.detail}
        onChange={({ target }) => onChange({ ...interest, detail: target.value })}
        error={errorOf('detail')}
      />
    </>
  )
}
