import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { useNavigate } from 'react-router'
import { PageTitle } from '../../ui/page-title.tsx'
import { SearchForm } from '../register/search-form.tsx'

/** An address that leads nowhere: says so, and offers the search. */
export function NotFoundPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`We cannot find this page`} />
      <BodyLong spacing>
        <Trans>There is nothing at this address. It may be misspelt, or the page has moved. Try the search.</Trans>
      </BodyLong>
      <SearchForm
        label={t`Find a model by name, developer or number`}
        query=""
        onSearch={(query) => void navigate(query === '' ? '/register' : `/register?q=${encodeURIComponent(query)}`)}
      />
    </div>
  )
}
