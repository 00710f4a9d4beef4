import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Heading, Textarea } from '@navikt/ds-react'
import { useId, useState } from 'react'
import { DateTimeText } from '../../ui/date-text.tsx'
import { focusById } from '../../ui/error-summary-form.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import {
  type OrganisationToRuleFragment,
  OrganisationToRuleFragmentDoc,
  RefuseOrganisationDocument,
  VerifyOrganisationDocument,
} from './organisations-page.generated.ts'

const refetch = ['OrganisationsToRule']

/** One organisation: who to ask about it, how it stands, and the two rulings. */
export function OrganisationToRule({ of }: { of: FragmentType<OrganisationToRuleFragment> }) {
  const { t } = useLingui()
  const { data: organisation } = useLiveFragment({ fragment: OrganisationToRuleFragmentDoc, from: of })
  const [refusing, setRefusing] = useState(false)
  const verify = useSend(VerifyOrganisationDocument, { refetch })
  const { id, version } = organisation
  return (
    <article aria-labelledby={`organisation-${id}`} className="people__person">
      <Heading level="2" size="small" id={`organisation-${id}`}>
        <bdi>{organisation.name}</bdi>
      </Heading>
      <div>
        <Ruling organisation={organisation} />
      </div>
      <dl className="ui-facts">
        {organisation.refusalReason !== null && (
          <>
            <dt>{t`Reason`}</dt>
            <dd dir="auto">{organisation.refusalReason}</dd>
          </>
        )}
        {organisation.registeredAt !== null && (
          <>
            <dt>{t`Registered`}</dt>
            <dd>
              <DateTimeText value={organisation.registeredAt} />
            </dd>
          </>
        )}
        <dt>{t`Administrators`}</dt>
        <dd>
          {organisation.contacts.length === 0
            ? t`None`
            : organisation.contacts.map(({ name, email }) => (
                <div key={`${name} ${email ?? ''}`}>
                  <bdi>{name}</bdi> <bdi dir="ltr">{email}</bdi>
                </div>
              ))}
        </dd>
      </dl>
      <RefusalAlert refusal={verify.refusal} />
      <ServerFault fault={verify.fault} />
      {refusing ? (
        <Refuse organisation={organisation} onClose={() => setRefusing(false)} />
      ) : (
        <div className="people__acts">
          {!organisation.verified && (
            <Button
              type="button"
              size="small"
              loading={verify.sending}
              onClick={() => void verify.send({ id, version })}
            >
              <Trans>
                Verify<span className="ui-visually-hidden"> – {organisation.name}</span>
              </Trans>
            </Button>
          )}
          {!organisation.refused && (
            <Button
              type="button"
              size="small"
              variant="secondary"
              data-color="danger"
              onClick={() => setRefusing(true)}
            >
              {organisation.verified ? (
                <Trans>
                  Take verification back<span className="ui-visually-hidden"> – {organisation.name}</span>
                </Trans>
              ) : (
                <Trans>
                  Refuse<span className="ui-visually-hidden"> – {organisation.name}</span>
                </Trans>
              )}
            </Button>
          )}
        </div>
      )}
    </article>
  )
}

function Ruling({ organisation: { verified, refused } }: { organisation: OrganisationToRuleFragment }) {
  if (verified)
    return (
      <StatusTag kind="done">
        <Trans>Verified</Trans>
      </StatusTag>
    )
  if (refused)
    return (
      <StatusTag kind="late">
        <Trans>Not verified</Trans>
      </StatusTag>
    )
  return (
    <StatusTag kind="attention">
      <Trans>Waiting for verification</Trans>
    </StatusTag>
  )
}

function Refuse({ organisation, onClose }: { organisation: OrganisationToRuleFragment; onClose: () => void }) {
  const { t } = useLingui()
  const field = useId()
  const [reason, setReason] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const command = useSend(RefuseOrganisationDocument, { refetch })

  async function refuse(): Promise<void> {
    if (reason.trim() === '') {
      setIsMissing(true)
      focusById(field)
      return
    }
    const { id, version } = organisation
    if (await command.send({ id, version, reason: reason.trim() })) onClose()
  }

  return (
    <form
      className="ui-stack"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void refuse()
      }}
    >
      <Textarea
        id={field}
        dir="auto"
        autoFocus
        minRows={2}
        label={t`Why is this organisation not verified?`}
        description={t`Its people read this. They may draft on, and you can verify it later.`}
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
          <Trans>Send the reason</Trans>
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
