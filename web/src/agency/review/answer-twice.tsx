import { Trans, useLingui } from '@lingui/react/macro'
import { TwoVersions } from '../../dossier/edit/two-versions.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { formatTime } from '../../ui/date-text.tsx'
import { answers as answerWords } from '../words.ts'
import { PointerText } from './pointer-text.tsx'
import type { AnswerDraft, OtherAnswer } from './use-review-answers.ts'

interface AnswerTwiceProps {
  number: number
  mine: AnswerDraft
  stored: OtherAnswer
  pack: Pack
  documents: readonly { id: string; name: string }[]
  onKeepMine: () => void
  onTakeStored: () => void
}

/** Another window wrote this answer first: what it stored stands beside what is written here, and one is kept. */
export function AnswerTwice({ number, mine, stored, pack, documents, onKeepMine, onTakeStored }: AnswerTwiceProps) {
  const { t, i18n } = useLingui()
  const who = stored.changedBy
  const when = formatTime(stored.changedAt, i18n.locale)
  return (
    <TwoVersions
      told={
        <Trans>
          <bdi>{who}</bdi> changed this answer at <bdi>{when}</bdi>. Choose which one to keep.
        </Trans>
      }
      versions={[
        {
          title: <Trans>Written here</Trans>,
          shown: <Answer of={mine} pack={pack} documents={documents} />,
          keep: <Trans>Keep what I wrote here</Trans>,
          keepLabel: t`Keep what I wrote here: question ${number}`,
          onKeep: onKeepMine,
        },
        {
          title: <Trans>Stored</Trans>,
          shown: <Answer of={stored} pack={pack} documents={documents} />,
          keep: <Trans>Use what is stored</Trans>,
          keepLabel: t`Use what is stored: question ${number}`,
          onKeep: onTakeStored,
        },
      ]}
    />
  )
}

function Answer({ of: { answer, reason, evidence }, pack, documents }: { of: AnswerDraft } & Shown) {
  const { t } = useLingui()
  return (
    <>
      <p>{answer ? t(wordOf(answerWords, answer)) : t`Not answered`}</p>
      {reason && (
        <p className="review__written" dir="auto">
          {reason}
        </p>
      )}
      {evidence.length > 0 && (
        <ul>
          {evidence.map((pointer) => (
            <li key={`${pointer.kind} ${pointer.at} ${pointer.page ?? ''}`}>
              <PointerText pointer={pointer} pack={pack} documents={documents} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type Shown = Pick<AnswerTwiceProps, 'pack' | 'documents'>
