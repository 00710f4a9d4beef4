import { ApolloProvider } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { Provider, Theme } from '@navikt/ds-react'
import { Outlet, ScrollRestoration } from 'react-router'
import { client } from './apollo.ts'
import { akselLocale } from './locales/aksel.ts'
import { useAppearance } from './ui/appearance.ts'
import { LoadingSkeleton } from './ui/loading-skeleton.tsx'
import { RouteErrorBoundary } from './ui/route-error-boundary.tsx'

/** What every page stands in: the server's data, the language, the design system and its theme. */
export function Root() {
  return (
    <Providers>
      <Outlet />
      <ScrollRestoration />
    </Providers>
  )
}

/** Where even a workspace's frame could not be built, such as without a session to read: still in words, and in style. */
export function RootError() {
  return (
    <Providers>
      <main id="main" tabIndex={-1} className="ui-main">
        <RouteErrorBoundary />
      </main>
    </Providers>
  )
}

/** The first moment of a visit, before the first page has arrived. */
export function RootLoading() {
  return (
    <Providers>
      <LoadingSkeleton />
    </Providers>
  )
}

function Providers({ children }: { children: React.ReactNode }) {
  return (
    <ApolloProvider client={client}>
      <I18nProvider i18n={i18n}>
        <Dressed>{children}</Dressed>
      </I18nProvider>
    </ApolloProvider>
  )
}

function Dressed({ children }: { children: React.ReactNode }) {
  const { i18n: language } = useLingui()
  const appearance = useAppearance()
  return (
    <Provider {...akselLocale(language.locale)}>
      <Theme theme={appearance} className="ui-theme">
        {children}
      </Theme>
    </Provider>
  )
}
