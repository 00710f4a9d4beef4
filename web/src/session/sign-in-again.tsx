import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Modal, TextField } from '@navikt/ds-react'
import { type FormEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Dialog } from '../ui/dialog.tsx'
import { hurryAll } from '../ui/leaving.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { useHeldPage } from './held-page.tsx'
import { isAskedToSignIn, putOffSignIn, signedInAgain, watchSessionEnd } from './session-end.ts'
import { SecondStep } from './second-step.tsx'
import { type Next, readSignedIn, signInByPasskey, signInByPassword, type Way } from './sign-in.ts'
import { SignInRefused } from './sign-in-refused.tsx'
import { useProof } from './use-proof.ts'

interface Person {
  name: string
  email: string
}

/**
 * Over a page whose session has ended: the same person goes on where they were. What is on the page stays there; what
 * waits is sent, and what could not be read is read again. A page that was asked for meanwhile comes after that.
 */
export function SignInAgain({ person }: { person: Person }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const here = useLocation()
  const intro = useRef<HTMLParagraphElement>(null)
  const held = useHeldPage()
  const isAsked = useSyncExternalStore(watchSessionEnd, isAskedToSignIn)

  // Whoever is typing when this opens must not press a button or fill a field with it.
  useEffect(() => {
    if (isAsked) intro.current?.focus()
  }, [isAsked])

  async function entered(): Promise<void> {
    const { email, home } = await readSignedIn()
    // Somebody else's passkey: nothing of this page is theirs.
    if (email === person.email) goOn()
    else window.location.assign(home)
  }

  function goOn(): void {
    signedInAgain()
    hurryAll()
    if (held.isHeld) {
      void held.goOn()
      return
    }
    // To the same address: a page that could not be read is read again, and one that stands keeps what was typed.
    void navigate(here, { replace: true, preventScrollReset: true, state: here.state as unknown })
  }

  // Also told when the dialog is closed because the person has signed in.
  function putOff(): void {
    if (!isAskedToSignIn()) return
    putOffSignIn()
    held.stay()
  }

  return (
    <>
      <Dialog open={isAsked} onClose={putOff} title={t`Sign in again`} width="medium">
        {isAsked && <Again intro={intro} person={person} onEntered={entered} onPutOff={putOff} />}
      </Dialog>
      {held.dialog}
    </>
  )
}

interface AgainProps {
  intro: RefObject<HTMLParagraphElement | null>
  person: Person
  onEntered: () => Promise<void>
  onPutOff: () => void
}

/** By passkey, which is one press; or by password and second factor, which takes two steps. */
function Again({ intro, person, onEntered, onPutOff }: AgainProps) {
  const proof = useProof()
  const [isByPassword, setIsByPassword] = useState(false)
  const [ways, setWays] = useState<readonly Way[] | null>(null)

  async function next(step: Next): Promise<void> {
    if (step.next === 'done') await onEntered()
    else if (step.next === 'secondFactor') setWays(step.ways)
    // Without a second factor any more: that is added on the page made for it.
    else window.location.assign('/sign-in')
  }

  return (
    <>
      <Modal.Body>
        <div className="ui-stack">
          <BodyLong ref={intro} tabIndex={-1}>
            <Trans>
              Your session has ended or is about to, <bdi>{person.name}</bdi>. Everything on this page is still here.
              Sign in to go on.
            </Trans>
          </BodyLong>
          <SignInRefused refusal={proof.refusal} level="h3" />
          <ServerFault fault={proof.fault} />
          {ways ? (
            <SecondStep
              email={person.email}
              ways={ways}
              level="h3"
              onEntered={onEntered}
              onBack={() => setWays(null)}
            />
          ) : isByPassword ? (
            <PasswordForm
              email={person.email}
              sending={proof.sending}
              onPassword={(password) => void proof.run(() => signInByPassword({ email: person.email, password }), next)}
            />
          ) : (
            <div className="ui-actions">
              <Button
                type="button"
                loading={proof.sending}
                onClick={() => void proof.run(() => signInByPasskey(person.email), onEntered)}
              >
                <Trans>Sign in with a passkey</Trans>
              </Button>
              <Button type="button" variant="tertiary" onClick={() => setIsByPassword(true)}>
                <Trans>Use your password</Trans>
              </Button>
            </div>
          )}
          <p>
            <a href="/sign-in" className="aksel-link">
              <Trans>Sign in as somebody else</Trans>
            </a>
          </p>
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button type="button" variant="secondary" onClick={onPutOff}>
          <Trans>Not now</Trans>
        </Button>
      </Modal.Footer>
    </>
  )
}

interface PasswordFormProps {
  email: string
  sending: boolean
  onPassword: (password: string) => void
}

function PasswordForm({ email, sending, onPassword }: PasswordFormProps) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setProblem(password === '' ? t`Enter your password` : undefined)
    if (password !== '') onPassword(password)
  }

  return (
    <form noValidate onSubmit={submit} className="ui-stack">
      <TextField type="email" label={t`E-mail address`} autoComplete="username" dir="ltr" readOnly value={email} />
      <TextField
        type="password"
        label={t`Password`}
        autoComplete="current-password"
        error={problem}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <div>
        <Button type="submit" variant="secondary" loading={sending}>
          <Trans>Sign in</Trans>
        </Button>
      </div>
    </form>
  )
}
