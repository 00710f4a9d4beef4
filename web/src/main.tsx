import './jitless.ts'
import '@navikt/ds-css/dist/global/tokens.css'
import '@navikt/ds-css/dist/global/reset.css'
import '@navikt/ds-css/dist/global/baseline.css'
import '@navikt/ds-css/dist/global/print.css'
import '@navikt/ds-css/dist/components.css'
import '@fontsource-variable/source-sans-3/wght.css'
import './ui/ui.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isRouteErrorResponse, RouterProvider } from 'react-router'
import { startRouter } from './routes.tsx'
import { askToSignIn } from './session/session-end.ts'
import { whenSignedOut } from './transport.ts'
import { activateLanguage, preferredLanguage } from './ui/language.ts'
import { RoleNeeded } from './ui/route-error-boundary.tsx'
import { faultCode } from './ui/server-fault.tsx'

const answers = new Set(['NOT_FOUND', 'UNAUTHENTICATED'])

/** An answer that a page shows in words (nothing here, another role, signed out) is no fault; a fault goes to the console. */
function report(error: unknown): void {
  const isAnswer = error instanceof RoleNeeded || isRouteErrorResponse(error) || answers.has(faultCode(error) ?? '')
  if (!isAnswer) console.error(error)
}

async function begin(): Promise<void> {
  await activateLanguage(preferredLanguage())
  const router = startRouter()
  whenSignedOut((keepPage) => {
    if (askToSignIn(keepPage) || keepPage) return
    const { pathname, search } = router.state.navigation.location ?? router.state.location
    if (pathname === '/sign-in') return
    void router.navigate(`/sign-in?return=${encodeURIComponent(pathname + search)}`)
  })
  const place = document.getElementById('root')
  if (!place) throw new Error('index.html has no #root')
  createRoot(place, { onCaughtError: report }).render(
    <StrictMode>
      <RouterProvider router={router} onError={report} />
    </StrictMode>,
  )
}

void begin()
