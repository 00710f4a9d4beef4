import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Modal } from '@navikt/ds-react'
import { useEffect, useEffectEvent, useState } from 'react'
import * as z from 'zod/mini'
import { DateTimeText } from '../ui/date-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ServerFault } from '../ui/server-fault.tsx'
import { ask, Nothing } from './rest.ts'
import { askToSignIn } from './session-end.ts'
import { type Ending, endingOf, lastRequest, noteRequest, type SessionFacts, warnedBefore } from './session-limits.ts'
import { useProof } from './use-proof.ts'

const Facts = z.object({ expiresAt: z.string(), idleMinutes: z.number() })
const lookMs = 10_000

/** Two minutes before the session ends: one press keeps it, or begins the next one. What is typed stays on the page. */
export function SessionWarning({ facts: given }: { facts?: SessionFacts }) {
  const { t } = useLingui()
  const [facts, setFacts] = useState(given ?? null)
  const [ending, setEnding] = useState<Ending | null>(null)
  const [putOff, setPutOff] = useState(0)
  const proof = useProof()

  const read = useEffectEvent(async () => {
    const answer = await ask('/auth/session', Facts).catch(() => null)
    if (answer?.ok) setFacts(answer.value)
  })
  const look = useEffectEvent(() => {
    if (facts === null) return
    const next = endingOf(facts, lastRequest())
    const left = next.at - Date.now()
    // Perhaps a new sign-in has moved it.
    if (next.why === 'absolute' && left <= warnedBefore && given === undefined) void read()
    // Over: the page asks for a new sign-in by itself when it next needs the server.
    setEnding(left > 0 && left <= warnedBefore && next.at !== putOff ? next : null)
  })
  useEffect(() => {
    if (given === undefined) void read()
    const looking = setInterval(look, lookMs)
    return () => clearInterval(looking)
  }, [])

  async function stay(): Promise<void> {
    if (ending?.why === 'absolute') {
      setEnding(null)
      // A new sign-in over the page, as at a session's end: it begins the next twelve hours.
      askToSignIn(false)
      return
    }
    await proof.run(
      () => ask('/auth/session/stay', Nothing, {}),
      () => {
        noteRequest()
        setEnding(null)
      },
    )
  }

  function close(): void {
    if (ending) setPutOff(ending.at)
    setEnding(null)
  }

  return (
    <Dialog open={ending !== null} onClose={close} title={t`Your session is about to end`} width="medium">
      <Modal.Body>
        <div className="ui-stack">
          <BodyLong>
            {ending?.why === 'absolute' ? (
              <Trans>
                It ends at <DateTimeText value={new Date(ending.at).toISOString()} />, however much you work. Sign in
                anew to go on; what is on this page stays.
              </Trans>
            ) : (
              <Trans>
                Nothing was asked of the portal for a while, so your session ends at{' '}
                <DateTimeText value={new Date(ending?.at ?? 0).toISOString()} />. What is on this page stays.
              </Trans>
            )}
          </BodyLong>
          <ServerFault fault={proof.fault} />
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button type="button" loading={proof.sending} onClick={() => void stay()}>
          {ending?.why === 'absolute' ? <Trans>Sign in anew</Trans> : <Trans>Stay signed in</Trans>}
        </Button>
        <Button type="button" variant="secondary" onClick={close}>
          <Trans>Not now</Trans>
        </Button>
      </Modal.Footer>
    </Dialog>
  )
}
