import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** What a recused person sees in place of a case: that the access is closed, why, and who can say more. */
export function CaseRecused() {
  const { t } = useLingui()
  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`You are recused from this case`} />
      <BodyLong spacing>
        <Trans>
          You declared an interest in this case, or the integrity officer closed your access. You can read nothing of
          it, and it is left out of your lists, counts and searches.
        </Trans>
      </BodyLong>
      <BodyLong spacing>
        <Trans>If this is a mistake, write to the integrity officer.</Trans>
      </BodyLong>
      <TextLink to="/agency">
        <Trans>Go to my day</Trans>
      </TextLink>
    </div>
  )
}
