import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { useState } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { useSend } from '../../ui/send.ts'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { DateField } from '../date-field/date-field.tsx'
import { claimGround, fieldLabel } from '../pack/use-pack.ts'
import { issueOf, ReasonAct } from '../reason/reason-act.tsx'
import { claimStates } from '../words.ts'
import {
  type CaseClaimsFragment,
  CaseClaimsFragmentDoc,
  type ClaimToRuleFragment,
  ClaimToRuleFragmentDoc,
  GrantClaimDocument,
  RefuseClaimDocument,
} from './case-claims.generated.ts'

interface CaseClaimsProps {
  submission: FragmentType<CaseClaimsFragment>
  pack: Pack
}

/** Claims that a field stays confidential; each is ruled on before the reports are brought together. */
export function CaseClaims({ submission, pack }: CaseClaimsProps) {
  const { data: shown } = useLiveFragment({
    fragment: CaseClaimsFragmentDoc,
    fragmentName: 'CaseClaims',
    from: submission,
  })
  if (shown.claims.length === 0) return null
  return (
    <section aria-labelledby="case-claims">
      <Heading level="2" size="medium" id="case-claims" spacing>
        <Trans>Claims of confidentiality</Trans>
      </Heading>
      {shown.claims.map((claim) => (
        <ClaimToRule key={claim.id} claim={claim} pack={pack} />
      ))}
    </section>
  )
}

interface ClaimToRuleProps {
  claim: FragmentType<ClaimToRuleFragment>
  pack: Pack
}

/** One claim: grant it until a day, or refuse it; either with a reason. */
function ClaimToRule({ claim, pack }: ClaimToRuleProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: ClaimToRuleFragmentDoc, from: claim })
  const refetch = ['CaseOverview']
  const grant = useSend(GrantClaimDocument, { refetch })
  const refuse = useSend(RefuseClaimDocument, { refetch })
  const [until, setUntil] = useState('')
  const [untilMissing, setUntilMissing] = useState(false)
  const target = { id: shown.id, version: shown.version }

  async function sendGrant(reason: string): Promise<boolean> {
    if (until === '') {
      setUntilMissing(true)
      return false
    }
    return (await grant.send({ ...target, until, reason })) !== null
  }

  return (
    <article className="case__card" id={`claim-${shown.field}`}>
      <Heading level="3" size="small">
        {fieldLabel(pack, shown.field)}
      </Heading>
      <BodyShort>
        {t(wordOf(claimStates, shown.state))}
        {shown.until && (
          <>
            {' '}
            <Trans>
              until <DateText value={shown.until} />
            </Trans>
          </>
        )}
      </BodyShort>
      <dl className="ui-facts">
        <dt>{t`Ground`}</dt>
        <dd>{claimGround(pack, shown.reason)}</dd>
        <dt>{t`Explanation`}</dt>
        <dd dir="auto">{shown.explanation}</dd>
        {shown.ruling && (
          <>
            <dt>{t`Ruling`}</dt>
            <dd dir="auto">{shown.ruling}</dd>
          </>
        )}
      </dl>
      {shown.state === 'claimed' && (
        <div className="agency-buttons">
          <ReasonAct
            label={<Trans>Grant the claim</Trans>}
            permits={shown.permits}
            event="GRANT"
            question={t`Why does the claim hold?`}
            sendLabel={<Trans>Grant the claim</Trans>}
            command={grant}
            onSend={sendGrant}
          >
            <DateField
              label={t`Confidential until`}
              description={t`The last day on which the field is not published.`}
              value={until}
              onChange={(day) => {
                setUntil(day)
                setUntilMissing(false)
              }}
              error={untilMissing ? t`Enter the last day` : issueOf(grant.refusal, 'until')}
            />
          </ReasonAct>
          <ReasonAct
            label={<Trans>Refuse the claim</Trans>}
            permits={shown.permits}
            event="REFUSE"
            question={t`Why does the claim not hold?`}
            sendLabel={<Trans>Refuse the claim</Trans>}
            command={refuse}
            onSend={async (reason) => (await refuse.send({ ...target, reason })) !== null}
          />
        </div>
      )}
    </article>
  )
}
