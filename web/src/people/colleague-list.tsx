import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, Textarea } from '@navikt/ds-react'
import { useId, useState } from 'react'
import { officeName, roleNames, wordOf } from '../dossier/status-words.ts'
import { focusById } from '../ui/error-summary-form.tsx'
import { Pager } from '../ui/paged-table.tsx'
import { PermitButton } from '../ui/permit-button.tsx'
import { RefusalAlert } from '../ui/refusal-alert.tsx'
import { useSend } from '../ui/send.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { useLiveFragment } from '../ui/use-live-fragment.ts'
import {
  ChangeRolesDocument,
  type ColleagueRowFragment,
  ColleagueRowFragmentDoc,
  RemoveColleagueDocument,
} from './colleagues.generated.ts'
import { RolesFields } from './roles-fields.tsx'
import type { Side } from './side.ts'
import './people.css'

interface ColleagueListProps {
  of: {
    total: number
    totalIsExact: boolean
    edges: readonly { node: FragmentType<ColleagueRowFragment> & { id: string } }[]
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
  }
  side: Side
}

/** The people of one side, by name, each with what may be done about them. */
export function ColleagueList({ of: { edges, pageInfo, total, totalIsExact }, side }: ColleagueListProps) {
  if (edges.length === 0) {
    return (
      <BodyLong>
        <Trans>Nobody was found.</Trans>
      </BodyLong>
    )
  }
  return (
    <>
      <ul className="people__list">
        {edges.map(({ node }) => (
          <li key={node.id}>
            <ColleagueRow of={node} side={side} />
          </li>
        ))}
      </ul>
      <Pager pageInfo={pageInfo} count={edges.length} total={total} totalIsExact={totalIsExact} />
    </>
  )
}

function ColleagueRow({ of, side }: { of: FragmentType<ColleagueRowFragment>; side: Side }) {
  const { t } = useLingui()
  const { data: person } = useLiveFragment({ fragment: ColleagueRowFragmentDoc, from: of })
  const [open, setOpen] = useState<'roles' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const stages = side.stages.filter(({ key }) => person.expertise.includes(key))
  return (
    <article aria-labelledby={`person-${person.id}`} className="people__person">
      <Heading level="3" size="small" id={`person-${person.id}`}>
        <bdi>{person.name}</bdi>
      </Heading>
      <dl className="ui-facts">
        {person.office !== null && (
          <>
            <dt>{t`Office`}</dt>
            <dd>
              <bdi>{officeName(t, person.office)}</bdi>
            </dd>
          </>
        )}
        {person.email !== null && (
          <>
            <dt>{t`E-mail address`}</dt>
            <dd>
              <bdi dir="ltr">{person.email}</bdi>
            </dd>
          </>
        )}
        <dt>{t`Roles`}</dt>
        <dd>
          {person.roles.map((role) => (
            <div key={role}>{t(wordOf(roleNames, role))}</div>
          ))}
        </dd>
        {stages.length > 0 && (
          <>
            <dt>{t`Stages`}</dt>
            <dd>
              {stages.map(({ key, name }) => (
                <div key={key}>{name}</div>
              ))}
            </dd>
          </>
        )}
      </dl>
      {open === null && (
        <div className="people__acts">
          <PermitButton
            permits={person.permits}
            event="CHANGE_ROLES"
            size="small"
            variant="secondary"
            onClick={() => setOpen('roles')}
          >
            <Trans>
              Change roles<span className="ui-visually-hidden"> – {person.name}</span>
            </Trans>
          </PermitButton>
          {person.permits.some(({ event, allowed }) => event === 'REMOVE' && allowed) && (
            <Button type="button" size="small" variant="tertiary" data-color="danger" onClick={() => setOpen('remove')}>
              <Trans>
                Remove<span className="ui-visually-hidden"> – {person.name}</span>
              </Trans>
            </Button>
          )}
        </div>
      )}
      {open === 'roles' && <ChangeRoles person={person} side={side} onClose={close} />}
      {open === 'remove' && <Remove person={person} side={side} onClose={close} />}
    </article>
  )
}

type FormProps = { person: ColleagueRowFragment; side: Side; onClose: () => void }

function ChangeRoles({ person, side, onClose }: FormProps) {
  const { t } = useLingui()
  const id = useId()
  const [roles, setRoles] = useState<string[]>([...person.roles])
  const [expertise, setExpertise] = useState<string[]>([...person.expertise])
  const [isMissing, setIsMissing] = useState(false)
  const command = useSend(ChangeRolesDocument, { refetch: side.refetch })

  async function change(): Promise<void> {
    setIsMissing(roles.length === 0)
    if (roles.length === 0) {
      focusById(id)
      return
    }
    const knowing = roles.some((role) => role === 'reviewer' || role === 'stageLead')
    const sent = { id: person.id, version: person.version, roles, expertise: knowing ? expertise : [] }
    if (await command.send(sent)) onClose()
  }

  return (
    <form
      className="ui-stack"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void change()
      }}
    >
      <RolesFields
        id={id}
        side={side}
        roles={roles}
        expertise={expertise}
        onRoles={setRoles}
        onExpertise={setExpertise}
        error={isMissing ? t`Select at least one role` : undefined}
      />
      <BodyLong size="small">
        <Trans>Their sessions end at once, and they are told by mail. The change stands in the record.</Trans>
      </BodyLong>
      <RefusalAlert refusal={command.refusal} />
      <ServerFault fault={command.fault} />
      <div className="people__acts">
        <Button type="submit" size="small" loading={command.sending}>
          <Trans>Save roles</Trans>
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}

function Remove({ person, side, onClose }: FormProps) {
  const { t } = useLingui()
  const id = useId()
  const [reason, setReason] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const command = useSend(RemoveColleagueDocument, { refetch: side.refetch })

  async function remove(): Promise<void> {
    if (reason.trim() === '') {
      setIsMissing(true)
      focusById(id)
      return
    }
    await command.send({ id: person.id, version: person.version, reason: reason.trim() })
  }

  return (
    <form
      className="ui-stack"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void remove()
      }}
    >
      <Textarea
        id={id}
        dir="auto"
        autoFocus
        minRows={2}
        label={t`Why is this person removed?`}
        description={t`Sessions and access end at once. The name stays under what was signed.`}
        value={reason}
        onChange={({ target }) => {
          setReason(target.value)
          setIsMissing(false)
        }}
        error={isMissing ? t`Enter a reason` : undefined}
      />
      <RefusalAlert refusal={command.refusal} />
      <ServerFault fault={command.fault} />
      <div className="people__acts">
        <Button type="submit" size="small" data-color="danger" loading={command.sending}>
          <Trans>
            Remove <bdi>{person.name}</bdi>
          </Trans>
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
