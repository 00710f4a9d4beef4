import { useQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Checkbox, InlineMessage, Modal, TextField } from '@navikt/ds-react'
import type { SealProof } from '@placet/shared/signing/seal-proof.schema'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { LoadingSkeleton } from '../ui/loading-skeleton.tsx'
import { RefusalAlert } from '../ui/refusal-alert.tsx'
import type { RefusalPartsFragment } from '../ui/refusal-alert.generated.ts'
import { useSend } from '../ui/send.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { DateTimeText } from '../ui/date-text.tsx'
import { NoPasskeyAnswer } from '../session/passkey-answer.ts'
import { OtherText, passkeyProof } from './ceremony-proof.ts'
import { PersonText } from './person-text.tsx'
import { SignedRecord } from './signed-record.tsx'
import { BeginSigningDocument, type BeginSigningMutation, SignerDocument } from './sign-dialog.generated.ts'
import { signatureMeanings, wordOf } from './status-words.ts'

/** The ceremony's proof, as every sealing mutation takes it. */
export interface Proof {
  ceremonyId: string
  proof: SealProof
}

interface SignDialogProps {
  open: boolean
  onClose: () => void
  /** The machine and the subject whose record is signed. */
  process: 'submission' | 'reviewStage' | 'informationRequest' | 'decision'
  id: string
  /** What the signature says; one of the fixed meanings. */
  meaning: string
  title: string
  /** Words to be affirmed with a tick before the seal; without them there is no tick. */
  affirmation?: ReactNode
  /** The words for a key of the record, such as a field's label. */
  labelOf?: (key: string) => string | undefined
  /** Draws the value of a key of the record, such as the answer to a field. */
  viewOf?: (key: string, value: unknown) => ReactNode | undefined
  /** Sends the sealing mutation. Resolves to null when it was refused or failed. */
  seal: (proof: Proof) => Promise<unknown>
  /** The last answer of the sealing mutation. */
  refusal: RefusalPartsFragment | null
  fault: unknown
  sealing: boolean
  /** After the seal, with the dialog closed. */
  onSealed?: () => void
  /** Reads the subject again when somebody changed it meanwhile. */
  onReadAgain?: () => void
  linkTo?: (at: string) => string | undefined
}

/**
 * The signing ceremony: the server freezes the record, the person reads exactly that and proves who they are over it, by a
 * passkey or, without one, by password and one-time code. The seal is set on the record shown and on nothing else.
 */
export function SignDialog(props: SignDialogProps) {
  const { open, onClose, title } = props
  return (
    <Dialog open={open} onClose={onClose} title={title} width="44rem">
      {open && <Ceremony {...props} />}
    </Dialog>
  )
}

type Begun = Extract<BeginSigningMutation['beginSigning'], { __typename: 'SigningCeremony' }>

function Ceremony({
  process,
  id,
  meaning,
  affirmation,
  labelOf,
  viewOf,
  seal,
  refusal,
  fault,
  sealing,
  onSealed,
  onClose,
  onReadAgain,
  linkTo,
}: SignDialogProps) {
  const { t } = useLingui()
  const { data: signer } = useQuery(SignerDocument)
  const beginning = useSend(BeginSigningDocument)
  const [ceremony, setCeremony] = useState<Begun | null>(null)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [affirmed, setAffirmed] = useState(false)
  const [problems, setProblems] = useState<{ password?: string; code?: string; affirmed?: string }>({})
  const [obstacle, setObstacle] = useState<'noAnswer' | 'otherText' | null>(null)
  const [asking, setAsking] = useState(false)
  const hasBegun = useRef(false)

  const begin = async () => setCeremony(await beginning.send({ process, id, meaning }))
  useEffect(() => {
    // Opening the dialog is the request to freeze the record; once, also where React mounts twice in development.
    if (hasBegun.current) return
    hasBegun.current = true
    void begin()
  })

  const me = signer?.me
  const byPasskey = ceremony?.proofKind === 'passkey'

  /** Null where the passkey did not answer, and the person was told. */
  async function prove(begun: Begun): Promise<SealProof | null> {
    if (!byPasskey) return { kind: 'passwordAndCode', password, code: code.trim() }
    try {
      return await passkeyProof(begun, signer?.mode.demo === true)
    } catch (cause) {
      if (cause instanceof OtherText) setObstacle('otherText')
      else if (cause instanceof NoPasskeyAnswer) setObstacle('noAnswer')
      else throw cause
      return null
    }
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!ceremony || !signer || sealing || asking) return
    const found = {
      ...(byPasskey || password !== '' ? {} : { password: t`Enter your password` }),
      ...(byPasskey || /^\d{6}$/.test(code.trim()) ? {} : { code: t`Enter the six digits that your app shows` }),
      ...(affirmation && !affirmed ? { affirmed: t`Tick the statement to sign` } : {}),
    }
    setProblems(found)
    setObstacle(null)
    if (Object.keys(found).length > 0) return
    setAsking(true)
    const proof = await prove(ceremony).finally(() => setAsking(false))
    if (!proof) return
    const sealed = await seal({ ceremonyId: ceremony.id, proof })
    setPassword('')
    setCode('')
    if (sealed) {
      onClose()
      onSealed?.()
    }
  }

  async function readAgain(): Promise<void> {
    onReadAgain?.()
    setCeremony(null)
    setObstacle(null)
    await begin()
  }

  if (!ceremony) {
    return (
      <>
        <Modal.Body>
          {beginning.refusal || beginning.fault ? (
            <>
              <RefusalAlert
                refusal={beginning.refusal}
                {...(linkTo ? { linkTo } : {})}
                onReadAgain={() => void readAgain()}
              />
              <ServerFault fault={beginning.fault} onRetry={() => void begin()} />
            </>
          ) : (
            <LoadingSkeleton rows={4} />
          )}
        </Modal.Body>
        <Modal.Footer>
          <Button type="button" variant="secondary" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </Modal.Footer>
      </>
    )
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Modal.Body>
        <div className="ui-stack">
          <BodyShort>
            <Trans>
              This is the record you sign, with the meaning “{t(wordOf(signatureMeanings, ceremony.meaning))}”. It
              cannot be changed afterwards.
            </Trans>
          </BodyShort>
          <SignedRecord record={ceremony.record} labelOf={labelOf} viewOf={viewOf} />
          <dl className="ui-facts">
            <dt>
              <Trans>Fingerprint</Trans>
            </dt>
            <dd>
              <code dir="ltr">{ceremony.fingerprint}</code>
            </dd>
            <dt>
              <Trans>You sign as</Trans>
            </dt>
            <dd>{me && <PersonText name={me.name} office={me.office} />}</dd>
            <dt>
              <Trans>Open until</Trans>
            </dt>
            <dd>
              <DateTimeText value={ceremony.expiresAt} />
            </dd>
          </dl>
          {affirmation && (
            <Checkbox
              checked={affirmed}
              error={Boolean(problems.affirmed)}
              onChange={({ target }) => setAffirmed(target.checked)}
              description={problems.affirmed}
            >
              {affirmation}
            </Checkbox>
          )}
          {!byPasskey && (
            <>
              <TextField
                label={t`Your password`}
                type="password"
                autoComplete="current-password"
                value={password}
                error={problems.password}
                onChange={({ target }) => setPassword(target.value)}
              />
              <TextField
                label={t`Code from your app`}
                inputMode="numeric"
                autoComplete="one-time-code"
                value={code}
                error={problems.code}
                onChange={({ target }) => setCode(target.value)}
              />
            </>
          )}
          <div role="status">
            {obstacle === 'noAnswer' && (
              <InlineMessage status="warning">
                <Trans>Your passkey did not answer, so nothing was signed. Try again.</Trans>
              </InlineMessage>
            )}
            {obstacle === 'otherText' && (
              <InlineMessage status="error">
                <Trans>
                  The server asked for a signature over another text than the one shown here, so nothing was signed.
                  Close this window and tell the agency.
                </Trans>
              </InlineMessage>
            )}
          </div>
          <RefusalAlert refusal={refusal} {...(linkTo ? { linkTo } : {})} onReadAgain={() => void readAgain()} />
          <ServerFault fault={fault} />
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button type="submit" loading={sealing || asking}>
          {byPasskey ? <Trans>Sign with your passkey</Trans> : <Trans>Sign</Trans>}
        </Button>
        <Button type="button" variant="secondary" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </Modal.Footer>
    </form>
  )
}
