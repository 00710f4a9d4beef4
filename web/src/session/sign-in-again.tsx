import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Modal, TextField } from '@navikt/ds-react'
import { type FormEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Dialog } from '../ui/dialog.tsx'
import { hurryAll } from '../ui/leaving.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { useHeldPage } from './held-page.tsx'
import { isAskedToSignIn, putOffSignIn, signedInAgain, watchSessionEnd } from './session-end.ts'
import { type Refusal, signIn } from './sign-in.ts'
import { SignInRefused } from './sign-in-refused.tsx'

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
        {isAsked && <PasswordForm intro={intro} person={person} onEntered={goOn} onPutOff={putOff} />}
      </Dialog>
      {held.dialog}
    </>
  )
}

interface PasswordFormProps {
  intro: RefObject<HTMLParagraphElement | null>
  person: Person
  onEntered: () => void
  onPutOff: () => void
}

function PasswordForm({ intro, person, onEntered, onPutOff }: PasswordFormProps) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)

  async function enter(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (sending) return
    setRefusal(null)
    setFault(null)
    setProblem(password === '' ? t`Enter your password` : undefined)
    if (password === '') return
    setSending(true)
    try {
      const answer = await signIn({ email: person.email, password })
      if (answer.ok) onEntered()
      else setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    } finally {
      setSending(false)
    }
  }

  return (
    <form noValidate onSubmit={(event) => void enter(event)}>
      <Modal.Body>
        <div className="ui-stack">
          <BodyLong ref={intro} tabIndex={-1}>
            <Trans>
              Your session has ended, <bdi>{person.name}</bdi>. Everything on this page is still here. Sign in to go on.
            </Trans>
          </BodyLong>
          <SignInRefused refusal={refusal} level="h3" />
          <ServerFault fault={fault} />
          <TextField
            type="email"
            label={t`E-mail address`}
            autoComplete="username"
            dir="ltr"
            readOnly
            value={person.email}
          />
          <TextField
            type="password"
            label={t`Password`}
            autoComplete="current-password"
            error={problem}
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
          <p>
            <a href="/sign-in" className="aksel-link">
              <Trans>Sign in as somebody else</Trans>
            </a>
          </p>
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button type="submit" loading={sending}>
          <Trans>Sign in</Trans>
        </Button>
        <Button type="button" variant="secondary" onClick={onPutOff}>
          <Trans>Not now</Trans>
        </Button>
      </Modal.Footer>
    </form>
  )
}
