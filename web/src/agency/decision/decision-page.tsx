import type { FragmentType } from '@apollo/client'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button, Heading } from '@navikt/ds-react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { useSend } from '../../ui/send.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { useStartAgain } from '../autosave/use-start-again.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseRecused } from '../case/case-recused.tsx'
import { useHashFocus } from '../case/use-hash-focus.ts'
import { usePack } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { decisionStates } from '../words.ts'
import { DecisionDraft } from './decision-draft.tsx'
import {
  type DecisionRoomQuery,
  DecisionRoomDocument,
  type DecisionToMakeFragment,
  DecisionToMakeFragmentDoc,
  StartDecisionDocument,
} from './decision-page.generated.ts'
import { DecisionRead } from './decision-read.tsx'
import { DecisionSides } from './decision-sides.tsx'
import { SignerActs } from './signer-acts.tsx'
import './decision-page.css'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(DecisionRoomDocument, { id: params['id'] ?? '' })
}

/** The decision room: draft, notice, signatures. */
export function DecisionPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return data.submission.recused ? <CaseRecused /> : <Room room={data} />
}

function Room({ room: { me, submission } }: { room: DecisionRoomQuery }) {
  const { t } = useLingui()
  const pack = usePack(submission.packId)
  useHashFocus()
  const decision = submission.decisions.findLast(({ state }) => state !== 'abandoned')
  return (
    <div className="ui-page ui-page--desk">
      <CaseHead submission={submission} page={t`Decision`} />
      {submission.notAvailable.map((reason) => (
        <BodyShort key={reason} spacing>
          {reason}
        </BodyShort>
      ))}
      {decision ? (
        <Decision decision={decision} pack={pack} me={me} />
      ) : (
        <StartDecision id={submission.id} state={submission.state} />
      )}
    </div>
  )
}

/** No decision yet: begin one when all reports are there. */
export function StartDecision({ id, state }: { id: string; state: string }) {
  const command = useSend(StartDecisionDocument, { refetch: ['DecisionRoom'] })
  return (
    <div className="ui-stack">
      <BodyLong>
        {state === 'consolidation' ? (
          <Trans>Every stage has reported. The case manager drafts the decision.</Trans>
        ) : (
          <Trans>No decision has been drafted. The draft begins when every stage has reported.</Trans>
        )}
      </BodyLong>
      <SendAnswer command={command} />
      {state === 'consolidation' && (
        <div>
          <Button
            type="button"
            loading={command.sending}
            onClick={() => void command.send({ id, kind: 'registration' })}
          >
            <Trans>Draft the decision</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

interface DecisionProps {
  decision: FragmentType<DecisionToMakeFragment>
  pack: Pack
  me: DecisionRoomQuery['me']
}

/** One decision: its draft to write or to read, what speaks for it, and what the reader may do. */
export function Decision({ decision, pack, me }: DecisionProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: DecisionToMakeFragmentDoc, from: decision })
  const { round, startAgain } = useStartAgain('DecisionRoom')
  const mayDraft = shown.drafter?.id === me?.id || (me?.roles.includes('caseManager') ?? false)
  return (
    <div className="decision">
      <div className="decision__main">
        <div className="decision__state">
          <Heading level="2" size="medium">
            {shown.state === 'drafting' ? <Trans>Draft decision</Trans> : <Trans>The decision</Trans>}
          </Heading>
          <StatusTag kind={shown.state === 'issued' ? 'done' : 'information'}>
            {t(wordOf(decisionStates, shown.state))}
          </StatusTag>
        </div>
        {shown.state === 'drafting' && shown.returnReason && (
          <section aria-labelledby="returned" className="decision__note">
            <Heading level="3" size="xsmall" id="returned">
              <Trans>Returned to the drafter</Trans>
            </Heading>
            <BodyLong dir="auto">{shown.returnReason}</BodyLong>
          </section>
        )}
        {shown.state === 'drafting' && mayDraft ? (
          <DecisionDraft key={`${shown.id} ${round}`} shown={shown} pack={pack} onStartAgain={startAgain} />
        ) : (
          <DecisionRead shown={shown} pack={pack} />
        )}
        <SignerActs shown={shown} onReadAgain={startAgain} />
      </div>
      <DecisionSides shown={shown} pack={pack} />
    </div>
  )
}
