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
import { RouterProvider } from 'react-router'
import { router } from './routes.tsx'
import { whenSignedOut } from './transport.ts'
import { activateLanguage, preferredLanguage } from './ui/language.ts'

whenSignedOut(() => {
  const { pathname, search } = router.state.navigation.location ?? router.state.location
  if (pathname === '/sign-in') return
  void router.navigate(`/sign-in?return=${encodeURIComponent(pathname + search)}`)
})

async function begin(): Promise<void> {
  await activateLanguage(preferredLanguage())
  const place = document.getElementById('root')
  if (!place) throw new Error('index.html has no #root')
  createRoot(place).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  )
}

void begin()
