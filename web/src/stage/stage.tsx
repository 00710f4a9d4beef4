import { ApolloClient, type ApolloLink } from '@apollo/client'
import { ApolloProvider } from '@apollo/client/react'
import { MockLink } from '@apollo/client/testing'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { Provider } from '@navikt/ds-react'
import { act, render } from '@testing-library/react'
import { type ReactNode, Suspense } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { createCache } from '../apollo.ts'
import { akselLocale } from '../locales/aksel.ts'

interface StageOptions {
  /** What the server will answer, in Apollo's own form. */
  answers?: readonly MockLink.MockedResponse[]
  /** Or a link of one's own, for a server that changes its mind. */
  link?: ApolloLink
  /** The address of the page, and its pattern. */
  at?: string
  path?: string
}

/** For tests: puts a part of the portal on a stage with language, design system, router, cache and a scripted server. */
export async function onStage(part: ReactNode, { answers = [], link, at = '/', path = '*' }: StageOptions = {}) {
  const client = new ApolloClient({ cache: createCache(), link: link ?? new MockLink(answers), dataMasking: true })
  const router = createMemoryRouter([{ path, element: <Suspense fallback={null}>{part}</Suspense> }], {
    initialEntries: [at],
  })
  const shown = await act(async () =>
    render(
      <ApolloProvider client={client}>
        <I18nProvider i18n={i18n}>
          <Provider {...akselLocale('en')}>
            <RouterProvider router={router} />
          </Provider>
        </I18nProvider>
      </ApolloProvider>,
    ),
  )
  return { ...shown, client, router }
}
