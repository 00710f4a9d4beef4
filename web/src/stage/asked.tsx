import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useSuspenseQuery } from '@apollo/client/react'
import type { ReactNode } from 'react'

interface AskedProps<TData, TVariables extends OperationVariables> {
  query: TypedDocumentNode<TData, TVariables>
  variables: TVariables
  children: (data: TData) => ReactNode
}

/** For tests: asks a page's query, as its loader does, and draws a part of the page with the answer. */
export function Asked<TData, TVariables extends OperationVariables>({
  query,
  variables,
  children,
}: AskedProps<TData, TVariables>) {
  const { data } = useSuspenseQuery<TData, OperationVariables>(query, { variables } as never)
  return children(data as TData)
}
