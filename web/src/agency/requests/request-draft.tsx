import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading } from '@navikt/ds-react'
import { useRef, useState } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { focusById } from '../../ui/error-summary-form.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { SaveStatus } from '../autosave/save-status.tsx'
import { useAutosave } from '../autosave/use-autosave.ts'
import { fieldLabel } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { DiscardDraft } from './discard-draft.tsx'
import { type DraftQuestion, QuestionFields } from './question-fields.tsx'
import {
  type RequestToHandleFragment,
  SaveInformationRequestDocument,
  SendInformationRequestDocument,
} from './requests-page.generated.ts'

interface RequestDraftProps {
  shown: RequestToHandleFragment
  pack: Pack
  stages: readonly string[]
  /** Takes what the server holds in place of what is on the page. */
  onStartAgain: () => void
}

const stored = ({ questions }: RequestToHandleFragment): DraftQuestion[] =>
  questions.map(({ id, stage, field, question, reason, satisfiedBy }) => ({
    key: id,
    id,
    stage,
    field,
    question,
    reason,
    satisfiedBy,
  }))

/** A letter that is being written; it is saved while it is written, and previewed as the applicant will read it. */
export function RequestDraft({ shown, pack, stages, onStartAgain }: RequestDraftProps) {
  const { t } = useLingui()
  const [questions, setQuestions] = useState(() => stored(shown))
  const [isConfirming, setIsConfirming] = useState(false)
  const version = useRef(shown.version)
  // The server names a new question when it stores it; later saves must carry that name.
  const idOfKey = useRef(new Map<string, string>())
  const saving = useSend(SaveInformationRequestDocument, { keepPage: true })
  const sending = useSend(SendInformationRequestDocument, { refetch: ['RequestsDesk'] })
  const autosave = useAutosave<readonly DraftQuestion[]>(async (newest) => {
    const answer = await saving.send({
      id: shown.id,
      version: version.current,
      questions: newest.map(({ key, id, ...words }) => ({ id: id ?? idOfKey.current.get(key) ?? null, ...words })),
    })
    if (!answer) return false
    version.current = answer.version
    for (const [index, question] of answer.questions.entries()) {
      const sent = newest[index]
      if (sent) idOfKey.current.set(sent.key, question.id)
    }
    return true
  }, Boolean(saving.fault))

  function change(next: DraftQuestion[]): void {
    setQuestions(next)
    autosave.change(next)
  }

  function add(): void {
    const key = crypto.randomUUID()
    change([
      ...questions,
      { key, id: null, stage: stages[0] ?? '', field: '', question: '', reason: '', satisfiedBy: '' },
    ])
    setTimeout(() => focusById(`question-${key}`))
  }

  async function send(): Promise<void> {
    if (await autosave.flush()) await sending.send({ id: shown.id, version: version.current })
    setIsConfirming(false)
  }

  return (
    <div className="ui-stack">
      {questions.map((question, index) => (
        <QuestionFields
          key={question.key}
          number={index + 1}
          question={question}
          pack={pack}
          stages={stages}
          onChange={(changed) => change(questions.map((each) => (each.key === question.key ? changed : each)))}
          onRemove={() => change(questions.filter((each) => each.key !== question.key))}
        />
      ))}
      <div>
        <Button type="button" variant="secondary" onClick={add}>
          <Trans>Add a question</Trans>
        </Button>
      </div>
      <SaveStatus state={autosave.state} />
      <SendAnswer command={saving} onReadAgain={onStartAgain} />
      <SendAnswer command={sending} onReadAgain={onStartAgain} />
      <div>
        <PermitButton
          permits={shown.permits}
          event="APPROVE_AND_SEND"
          onClick={() => void autosave.flush().then((isSaved) => setIsConfirming(isSaved))}
        >
          <Trans>Send the request</Trans>
        </PermitButton>
      </div>
      <DiscardDraft
        shown={shown}
        versionNow={async () => {
          await autosave.flush()
          return version.current
        }}
        onReadAgain={onStartAgain}
      />
      <ConfirmDialog
        open={isConfirming}
        title={t`Send this request?`}
        confirmLabel={<Trans>Send the request</Trans>}
        sending={sending.sending}
        onConfirm={() => void send()}
        onClose={() => setIsConfirming(false)}
      >
        <Letter questions={questions} pack={pack} stopsClock={shown.stopsClock} />
      </ConfirmDialog>
    </div>
  )
}

function Letter({ questions, pack, stopsClock }: { questions: DraftQuestion[]; pack: Pack; stopsClock: boolean }) {
  return (
    <div className="ui-stack">
      <BodyLong>
        {stopsClock ? (
          <Trans>The review clock stops today and goes on from the day of the answer.</Trans>
        ) : (
          <Trans>The review clock goes on.</Trans>
        )}
      </BodyLong>
      <Heading level="2" size="small">
        <Trans>What the applicant will read</Trans>
      </Heading>
      <BodyLong>
        <Plural
          value={questions.length}
          one="We need your answer to # question to go on with the review."
          other="We need your answers to # questions to go on with the review."
        />
      </BodyLong>
      <ol>
        {questions.map(({ key, field, question, reason, satisfiedBy }) => (
          <li key={key}>
            <strong dir="auto">{question}</strong> ({fieldLabel(pack, field)})
            <div>
              <Trans>
                Why we ask: <bdi>{reason}</bdi>
              </Trans>
            </div>
            <div>
              <Trans>
                What would answer it: <bdi>{satisfiedBy}</bdi>
              </Trans>
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}
