import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Location, useBlocker } from 'react-router'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { holdsWords, saveWords } from '../ui/leaving.ts'
import { askToSignIn, hasSessionEnded } from './session-end.ts'

// On the review desk each stage is a page of its own; what else stands in the search leaves the page as it is.
const pageOf = ({ pathname, search }: Location) => `${pathname} ${new URLSearchParams(search).get('stage') ?? ''}`

const takesWords = ({ currentLocation, nextLocation }: { currentLocation: Location; nextLocation: Location }) =>
  pageOf(currentLocation) !== pageOf(nextLocation) && holdsWords()

interface HeldPage {
  /** Another page was asked for, and waits until the words of this one are saved. */
  isHeld: boolean
  /** Tries to save, and goes on; where the session has ended the person is asked to sign in. */
  goOn: () => Promise<void>
  /** Gives up the other page. */
  stay: () => void
  /** Asks where the words can not be saved. */
  dialog: ReactNode
}

/** Keeps the page in place while it holds words that would be lost with it. */
export function useHeldPage(): HeldPage {
  const { t } = useLingui()
  const blocker = useBlocker(takesWords)
  // Whoever presses another link meanwhile goes there.
  const newest = useRef(blocker)
  useEffect(() => {
    newest.current = blocker
  })
  const [isAsked, setIsAsked] = useState(false)
  const isHeld = blocker.state === 'blocked'

  async function goOn(): Promise<void> {
    const isSaved = await saveWords()
    if (newest.current.state !== 'blocked') return
    if (isSaved) newest.current.proceed()
    else if (hasSessionEnded()) askToSignIn(false)
    else setIsAsked(true)
  }

  const begin = useEffectEvent(() => void goOn())
  useEffect(() => {
    if (isHeld) begin()
  }, [isHeld])

  function stay(): void {
    setIsAsked(false)
    if (newest.current.state === 'blocked') newest.current.reset()
  }

  return {
    isHeld,
    goOn,
    stay,
    dialog: (
      <ConfirmDialog
        open={isAsked && isHeld}
        title={t`Leave without saving?`}
        confirmLabel={<Trans>Leave without saving</Trans>}
        danger
        onConfirm={() => {
          setIsAsked(false)
          if (newest.current.state === 'blocked') newest.current.proceed()
        }}
        onClose={stay}
      >
        <BodyLong>
          <Trans>What you wrote last on this page could not be saved. If you leave now, it is lost.</Trans>
        </BodyLong>
      </ConfirmDialog>
    ),
  }
}
