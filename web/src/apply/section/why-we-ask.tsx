import { Trans, useLingui } from '@lingui/react/macro'
import { ReadMore } from '@navikt/ds-react'
import type { Field, Pack } from '../../dossier/pack.ts'

/** Whom an answer serves: WHO's recommendations that read this field, and other rules that ask for the same. */
export function WhyWeAsk({ field, pack }: { field: Field; pack: Pack }) {
  const { t } = useLingui()
  const recommendations = pack.whoRecommendations.filter(({ dossierFields }) => dossierFields.includes(field.id))
  const others = field.mapsTo.filter((source) => !source.startsWith('WHO'))
  if (recommendations.length === 0 && others.length === 0) return null
  return (
    <ReadMore header={t`Why we ask`} size="small" className="why-we-ask">
      {recommendations.length > 0 && (
        <>
          <p>
            <Trans>Guidance of the World Health Organization that this answer serves:</Trans>
          </p>
          <ul>
            {recommendations.map(({ id, title, statement }) => (
              <li key={id}>
                <strong>{title}.</strong> {statement}
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <p>
          <Trans>
            Asked for in the same way by: <bdi dir="ltr">{others.join(', ')}</bdi>
          </Trans>
        </p>
      )}
    </ReadMore>
  )
}
