import { ApolloClient, InMemoryCache, type OperationVariables, type TypedDocumentNode } from '@apollo/client'
import { createQueryPreloader, type PreloadedQueryRef } from '@apollo/client/react'
import possibleTypes from './generated/possible-types.json' with { type: 'json' }
import { transport } from './transport.ts'

/** The cache of server data, and the only place where it is kept. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      // One pack has one document per language; normalised by id, the languages would overwrite each other.
      PolicyPack: { keyFields: false },
      RegisterEntry: { keyFields: ['no'] },
      AgencyClock: { keyFields: [], merge: true },
      PortalMode: { keyFields: [], merge: true },
      // These ids are unique within their dossier or list only.
      Citation: { keyFields: false },
      ReviewQuestion: { keyFields: false },
      RequestQuestion: { keyFields: false },
      Condition: { keyFields: false },
      ClassificationStep: { keyFields: false },
      Submission: {
        fields: {
          // These lists come whole each time; the newest one counts.
          permits: { merge: false },
          answers: { merge: false },
          sections: { merge: false },
          unmet: { merge: false },
          classification: { merge: false },
          citations: { merge: false },
          timeline: { merge: false },
        },
      },
    },
  })
}

export const client = new ApolloClient({ cache: createCache(), link: transport, dataMasking: true })

const preloadQuery = createQueryPreloader(client)

/**
 * Starts a page's query in its loader. What the cache holds is shown at once, and the server is asked all the same:
 * a colleague may have moved the case since. `cache-first` is for what does not change, such as a pinned policy pack.
 */
export function preload<TData, TVariables extends OperationVariables>(
  query: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  fetchPolicy: 'cache-and-network' | 'cache-first' = 'cache-and-network',
): PreloadedQueryRef<TData, TVariables> {
  return preloadQuery(query as TypedDocumentNode<TData>, { variables, fetchPolicy }) as PreloadedQueryRef<
    TData,
    TVariables
  >
}
