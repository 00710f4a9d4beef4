import { Plural, Trans } from '@lingui/react/macro'
import { LocalAlert } from '@navikt/ds-react'
import { findField } from '@placet/shared/policy-pack/fields'
import { controlId } from '../../dossier/edit/editor.ts'
import type { Pack } from '../../dossier/pack.ts'
import { DateText } from '../../ui/date-text.tsx'
import { TextLink } from '../../ui/text-link.tsx'

interface SentBackProps {
  submission: { dueAt: string | null; citations: readonly { field: string; section: string; reason: string }[] }
  pack: Pack
  base: string
}

/** Exactly the fields that the agency sent back, each with its reason and the way to it. */
export function SentBack({ submission: { citations, dueAt }, pack, base }: SentBackProps) {
  return (
    <LocalAlert status="warning" className="tasks__errors">
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">
          <Plural
            value={citations.length}
            one="The agency sent the dossier back: # field needs your work"
            other="The agency sent the dossier back: # fields need your work"
          />
        </LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        {dueAt && (
          <p>
            <Trans>
              Send it again by <DateText value={dueAt.slice(0, 10)} />.
            </Trans>
          </p>
        )}
        <ul className="ui-reasons">
          {citations.map(({ field, section, reason }) => (
            <li key={field}>
              <TextLink to={`${base}/s/${section}#${controlId(field)}`}>
                {findField(pack, field)?.label ?? field}
              </TextLink>
              <br />
              <span dir="auto">{reason}</span>
            </li>
          ))}
        </ul>
      </LocalAlert.Content>
    </LocalAlert>
  )
}
