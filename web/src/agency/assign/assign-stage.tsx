import type { FragmentType } from '@apollo/client'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { Suspense, useState } from 'react'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { LoadingSkeleton } from '../../ui/loading-skeleton.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { Comma } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { stageLabel } from '../pack/use-pack.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { assignmentStates, stageStates } from '../words.ts'
import {
  type AssignStageFragment,
  AssignStageFragmentDoc,
  ChallengeReviewerDocument,
  ReassignReviewerDocument,
} from './assign-page.generated.ts'
import { Candidates } from './candidates.tsx'
import { LeadChoice } from './lead-choice.tsx'

interface AssignStageProps {
  stage: FragmentType<AssignStageFragment>
  pack: Pack
  /** The case manager changes the lead that the pack names; the server checks it again. */
  mayNameLead: boolean
}

/** Assignments that count towards the reviewers a stage needs. */
const counted = new Set(['proposed', 'declaring', 'integrityCheck', 'active', 'completed'])

/** One stage: its lead, its reviewers, and – opened on demand – the people who may be proposed. */
export function AssignStage({ stage, pack, mayNameLead }: AssignStageProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: AssignStageFragmentDoc, from: stage })
  const [isOpen, setIsOpen] = useState(false)
  const [isNaming, setIsNaming] = useState(false)
  const label = stageLabel(pack, shown.stage)
  const assigned = shown.assignments.filter(({ state }) => counted.has(state)).length
  return (
    <section className="assign-stage" aria-labelledby={`stage-${shown.stage}`}>
      <Heading level="2" size="medium" id={`stage-${shown.stage}`}>
        {label}
      </Heading>
      <dl className="ui-facts">
        <dt>{t`State`}</dt>
        <dd>{t(wordOf(stageStates, shown.state))}</dd>
        <dt>{t`Lead`}</dt>
        <dd>{shown.lead ? <bdi>{shown.lead.name}</bdi> : t`Not named yet`}</dd>
        <dt>{t`Due`}</dt>
        <dd>{shown.dueAt ? <DateText value={shown.dueAt} /> : '–'}</dd>
        <dt>{t`Reviewers`}</dt>
        <dd>
          <Trans>
            {assigned} of {shown.reviewersNeeded}
          </Trans>
        </dd>
      </dl>
      {shown.assignments.length > 0 && (
        <ul className="assign-stage__list">
          {shown.assignments.map((assignment) => (
            <Assigned key={assignment.id} assignment={assignment} />
          ))}
        </ul>
      )}
      <div className="agency-buttons">
        <Button
          type="button"
          variant={assigned < shown.reviewersNeeded ? 'primary' : 'secondary'}
          aria-expanded={isOpen}
          aria-controls={`candidates-${shown.stage}`}
          onClick={() => setIsOpen((before) => !before)}
        >
          {isOpen ? t`Close the list of people for ${label}` : t`Choose people for ${label}`}
        </Button>
        {mayNameLead && (
          <Button
            type="button"
            variant="tertiary"
            aria-expanded={isNaming}
            aria-controls={`leads-${shown.stage}`}
            onClick={() => setIsNaming((before) => !before)}
          >
            {isNaming ? t`Close the list of leads for ${label}` : t`Name the lead for ${label}`}
          </Button>
        )}
      </div>
      <div id={`leads-${shown.stage}`}>
        {isNaming && (
          <Suspense fallback={<LoadingSkeleton rows={2} />}>
            <LeadChoice
              stageId={shown.id}
              version={shown.version}
              pack={pack}
              label={label}
              leadId={shown.lead?.id ?? null}
            />
          </Suspense>
        )}
      </div>
      <div id={`candidates-${shown.stage}`}>
        {isOpen && (
          <Suspense fallback={<LoadingSkeleton rows={4} />}>
            <Candidates
              stageId={shown.id}
              pack={pack}
              label={label}
              leadId={shown.lead?.id ?? null}
              assigned={shown.assignments.filter(({ state }) => counted.has(state)).map(({ reviewer }) => reviewer.id)}
            />
          </Suspense>
        )}
      </div>
      {!isOpen && assigned < shown.reviewersNeeded && (
        <BodyShort>
          <Plural
            value={shown.reviewersNeeded - assigned}
            one="# more reviewer is needed."
            other="# more reviewers are needed."
          />
        </BodyShort>
      )}
    </section>
  )
}

type Assignment = AssignStageFragment['assignments'][number]

function Assigned({ assignment }: { assignment: Assignment }) {
  const { t } = useLingui()
  const refetch = ['AssignDesk', 'AssignCandidates']
  const command = useSend(ReassignReviewerDocument, { refetch })
  const challenge = useSend(ChallengeReviewerDocument, { refetch })
  const canBeReassigned = assignment.permits.some(({ event }) => event === 'REASSIGN') && assignment.state === 'active'
  return (
    <li className="assign-stage__reviewer">
      <span>
        <bdi>{assignment.reviewer.name}</bdi> – {t(wordOf(assignmentStates, assignment.state))}
        {assignment.dueAt && ['proposed', 'declaring'].includes(assignment.state) && (
          <>
            <Comma />
            <Trans>
              declares by <DateText value={assignment.dueAt} />
            </Trans>
          </>
        )}
      </span>
      {canBeReassigned && (
        <ReasonAct
          label={<Trans>Hand over to somebody else</Trans>}
          variant="tertiary"
          permits={assignment.permits}
          event="REASSIGN"
          question={
            <Trans>
              Why is <bdi>{assignment.reviewer.name}</bdi> taken off this stage?
            </Trans>
          }
          hint={t`Work so far is kept and marked. Then propose somebody else.`}
          sendLabel={<Trans>End this assignment</Trans>}
          command={command}
          onSend={async (reason) =>
            (await command.send({ id: assignment.id, version: assignment.version, reason })) !== null
          }
        />
      )}
      <ReasonAct
        label={
          <Trans>
            Challenge <VisuallyHidden>{assignment.reviewer.name}</VisuallyHidden>
          </Trans>
        }
        variant="tertiary"
        permits={assignment.permits}
        event="CHALLENGE"
        question={
          <Trans>
            Which interest of <bdi>{assignment.reviewer.name}</bdi> has to be checked?
          </Trans>
        }
        hint={t`The integrity officer reads this. The case is closed to the reviewer until they have ruled.`}
        sendLabel={<Trans>Send to the integrity officer</Trans>}
        command={challenge}
        onSend={async (reason) =>
          (await challenge.send({ id: assignment.id, version: assignment.version, reason })) !== null
        }
        danger
      />
    </li>
  )
}
