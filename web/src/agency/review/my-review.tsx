import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeftIcon, ChevronRightIcon } from '@navikt/aksel-icons'
import { BodyShort, Button, Heading, Select } from '@navikt/ds-react'
import { useSearchParams } from 'react-router'
import type { ShownDocument } from '../../dossier/document-link.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { Dir } from '../../ui/dir.tsx'
import { focusById } from '../../ui/error-summary-form.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { caseAddress } from '../case/case-address.ts'
import { type DossierAnswer, DossierPane } from '../dossier-pane/dossier-pane.tsx'
import { Shortcuts } from '../shortcuts/shortcuts.tsx'
import { answerCodes, answers as answerWords } from '../words.ts'
import { EvidencePane } from './evidence-pane.tsx'
import { Panes } from './panes.tsx'
import { QuestionForm } from './question-form.tsx'
import { ReportEnd } from './report-end.tsx'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'
import { type EvidencePointer, useReviewAnswers } from './use-review-answers.ts'

export interface ReviewedCase {
  id: string
  answers: readonly DossierAnswer[]
  documents: readonly (ShownDocument & { sha256: string | null })[]
}

interface MyReviewProps {
  stage: ReviewDeskStageFragment
  reviewed: ReviewedCase
  pack: Pack
  /** Takes what the server holds in place of what is on the page. */
  onStartAgain: () => void
}

/** The reviewer's desk: dossier, evidence and questions beside one another. */
export function MyReview({ stage, reviewed, pack, onStartAgain }: MyReviewProps) {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const report = stage.reports.find(({ mine }) => mine)
  const answers = useReviewAnswers(stage.id, report)
  const at = Math.max(
    0,
    stage.questions.findIndex(({ id }) => id === search.get('question')),
  )
  const question = stage.questions[at]
  const linkTo = (place: string): string | undefined => caseAddress(reviewed.id, place, [stage.stage])

  function open(index: number): void {
    const target = stage.questions[index]
    if (!target) return
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        next.set('question', target.id)
        next.delete('field')
        return next
      },
      { replace: true },
    )
    setTimeout(() => focusById('review-question'), 50)
  }

  function cite(pointer: EvidencePointer): void {
    if (!question) return
    const { evidence } = answers.of(question.id)
    const isThere = evidence.some(
      ({ kind, at: where, page }) => kind === pointer.kind && where === pointer.at && page === pointer.page,
    )
    if (!isThere) answers.change(question.id, { evidence: [...evidence, pointer] })
  }

  return (
    <>
      <Panes
        dossier={
          <DossierPane
            pack={pack}
            answers={reviewed.answers}
            documents={reviewed.documents}
            stage={stage.stage}
            {...(question
              ? {
                  action: (field: string, label: string) => (
                    <Button
                      type="button"
                      size="xsmall"
                      variant="secondary"
                      onClick={() => cite({ kind: 'field', at: field, page: null })}
                    >
                      <Trans>Cite</Trans> <VisuallyHidden>{label}</VisuallyHidden>
                    </Button>
                  ),
                }
              : {})}
          />
        }
        evidence={
          <EvidencePane
            documents={reviewed.documents}
            requestsAt={`/agency/cases/${reviewed.id}/requests`}
            onCite={question && ((document, page) => cite({ kind: 'document', at: document, page }))}
          />
        }
        questions={
          <section aria-labelledby="questions-pane" className="review__work">
            <Heading level="2" size="small" id="questions-pane">
              <Trans>Questions</Trans>
            </Heading>
            <Progress stage={stage} given={stage.questions.map(({ id }) => answers.of(id).answer)} />
            {question && (
              <>
                <Select
                  label={t`Question`}
                  size="small"
                  value={question.id}
                  onChange={({ target }) => open(stage.questions.findIndex(({ id }) => id === target.value))}
                >
                  {stage.questions.map(({ id, text }, index) => {
                    const given = answers.of(id).answer
                    return (
                      <option key={id} value={id}>
                        {index + 1}. {given ? `${t(wordOf(answerWords, given))} – ` : ''}
                        {text}
                      </option>
                    )
                  })}
                </Select>
                <QuestionForm
                  key={question.id}
                  question={question}
                  number={at + 1}
                  pack={pack}
                  documents={reviewed.documents}
                  answers={answers}
                  undecided={stage.questions.flatMap(({ id }, index) =>
                    id !== question.id && id in answers.others ? [{ number: index + 1, open: () => open(index) }] : [],
                  )}
                />
                <Steps at={at} last={stage.questions.length - 1} onOpen={open} />
              </>
            )}
            <ReportEnd
              stage={stage}
              report={report}
              flushAnswers={answers.flush}
              linkTo={linkTo}
              onStartAgain={onStartAgain}
            />
          </section>
        }
      />
      <Shortcuts
        shortcuts={[
          { key: '[', label: t`Previous question`, act: () => open(at - 1) },
          { key: ']', label: t`Next question`, act: () => open(at + 1) },
          ...answerCodes.map((code, index) => ({
            key: String(index + 1),
            label: t`Answer: ${t(wordOf(answerWords, code))}`,
            act: () => {
              if (question) answers.change(question.id, { answer: code })
            },
          })),
          { key: 'e', label: t`Go to the evidence`, act: () => focusById('pane-evidence') },
        ]}
      />
    </>
  )
}

function Progress({ stage, given }: { stage: ReviewDeskStageFragment; given: readonly (string | null)[] }) {
  const answered = given.filter((answer) => answer !== null).length
  const noes = given.filter((answer) => answer === 'no').length
  return (
    <BodyShort size="small" role="status">
      <Trans>
        {answered} of {stage.questions.length} answered
      </Trans>
      {noes > 0 && (
        <>
          {' · '}
          <Plural value={noes} one="# no" other="# no" />
        </>
      )}
    </BodyShort>
  )
}

function Steps({ at, last, onOpen }: { at: number; last: number; onOpen: (index: number) => void }) {
  return (
    <div className="agency-buttons">
      <Button
        type="button"
        size="small"
        variant="secondary"
        aria-disabled={at === 0}
        icon={
          <Dir>
            <ChevronLeftIcon aria-hidden />
          </Dir>
        }
        onClick={() => onOpen(at - 1)}
      >
        <Trans>Previous question</Trans>
      </Button>
      <Button
        type="button"
        size="small"
        variant="secondary"
        aria-disabled={at === last}
        iconPosition="right"
        icon={
          <Dir>
            <ChevronRightIcon aria-hidden />
          </Dir>
        }
        onClick={() => onOpen(at + 1)}
      >
        <Trans>Next question</Trans>
      </Button>
    </div>
  )
}
