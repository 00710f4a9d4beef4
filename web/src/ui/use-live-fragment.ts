import type { OperationVariables } from '@apollo/client'
import { useFragment, useSuspenseFragment } from '@apollo/client/react'

type Options<TData> = useSuspenseFragment.Options<TData, OperationVariables> & {
  from: useSuspenseFragment.FromOptionValue<TData>
}

/**
 * A component's own part of the data, as the cache holds it now. Use it in place of Apollo's `useSuspenseFragment`, which
 * starts to listen only when the component has appeared: what arrives between its drawing and that moment, such as the
 * answer to a page's query that was first drawn from the cache, would be missed for good.
 */
export function useLiveFragment<TData>(options: Options<TData>): useSuspenseFragment.Result<TData> {
  const drawn = useSuspenseFragment(options)
  const live = useFragment(options)
  return live.dataState === 'complete' ? { data: live.data } : drawn
}
