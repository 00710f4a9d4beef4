import { useSuspenseQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Radio, RadioGroup } from '@navikt/ds-react'
import { Suspense, useId, useState } from 'react'
import { focusById } from '../../ui/error-summary-form.tsx'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { Because } from '../../ui/permit-button.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { issueOf, ReasonAct } from '../reason/reason-act.tsx'
import type { CaseActionsFragment } from './case-actions.generated.ts'
import { ManagerCandidatesDocument, NameCaseManagerDocument } from './case-manager.generated.ts'

/** Fills the case manager's place where it stands empty, and hands the case over where it does not. */
export function NameManager({ shown, refetch }: { shown: CaseActionsFragment; refetch: string[] }) {
  const { t } = useLingui()
  const id = useId()
  const command = useSend(NameCaseManagerDocument, { refetch })
  const [chosen, setChosen] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const isEmpty = shown.manager === null

  async function send(reason: string): Promise<boolean> {
    if (chosen === '') {
      setIsMissing(true)
      focusById(id)
      return false
    }
    return (await command.send({ id: shown.id, version: shown.version, managerId: chosen, reason })) !== null
  }

  return (
    <ReasonAct
      label={isEmpty ? <Trans>Name a case manager</Trans> : <Trans>Hand over the case</Trans>}
      permits={shown.permits}
      event="NAME_MANAGER"
      variant={isEmpty ? 'primary' : 'tertiary'}
      question={t`What should the new case manager know?`}
      hint={t`Everyone at the agency who reads the case reads this; the applicant does not.`}
      sendLabel={isEmpty ? <Trans>Name the case manager</Trans> : <Trans>Hand over the case</Trans>}
      command={command}
      onSend={send}
    >
      <Suspense fallback={<LoadingSkeleton rows={3} />}>
        <Candidates
          submissionId={shown.id}
          id={id}
          chosen={chosen}
          onChoose={(personId) => {
            setChosen(personId)
            setIsMissing(false)
          }}
          error={isMissing ? t`Select a case manager` : issueOf(command.refusal, 'managerId')}
        />
      </Suspense>
    </ReasonAct>
  )
}

interface CandidatesProps {
  submissionId: string
  id: string
  chosen: string
  onChoose: (personId: string) => void
  error: string | undefined
}

/** Who manages cases: how many each has now, and why somebody may not have this one. */
function Candidates({ submissionId, id, chosen, onChoose, error }: CandidatesProps) {
  const { t } = useLingui()
  const { data } = useSuspenseQuery(ManagerCandidatesDocument, {
    variables: { submissionId },
    fetchPolicy: 'cache-and-network',
  })
  const free = data.managerCandidates.filter(({ allowed }) => allowed)
  const others = data.managerCandidates.filter(({ allowed }) => !allowed)
  return (
    <>
      {free.length > 0 ? (
        <RadioGroup
          id={id}
          legend={t`Who manages the case from now on?`}
          value={chosen}
          onChange={onChoose}
          error={error}
        >
          {free.map(({ person, openCases }) => (
            <Radio key={person.id} value={person.id}>
              <bdi>{person.name}</bdi>
              {' – '}
              <Plural value={openCases} one="manages # open case now" other="manages # open cases now" />
            </Radio>
          ))}
        </RadioGroup>
      ) : (
        <BodyShort id={id} tabIndex={-1}>
          <Trans>Nobody else may manage this case. An administrator gives the role of case manager.</Trans>
        </BodyShort>
      )}
      {others.map(({ person, because }) => (
        <div key={person.id}>
          <bdi>{person.name}</bdi>
          <Colon />
          <Because because={because} />
        </div>
      ))}
    </>
  )
}
