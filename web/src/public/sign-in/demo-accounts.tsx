import { useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { PersonText } from '../../dossier/person-text.tsx'
import { roleNames, wordOf } from '../../dossier/status-words.ts'
import type { DemoAccount } from '../../session/demo-accounts.ts'

interface DemoAccountsProps {
  accounts: readonly DemoAccount[]
  onChoose: (account: DemoAccount) => void
}

/** One button for each of the demonstration's people: their role, their name, and where they belong. */
export function DemoAccounts({ accounts, onChoose }: DemoAccountsProps) {
  const { t } = useLingui()
  return (
    <ul className="sign-in__accounts">
      {accounts.map((account) => (
        <li key={account.email}>
          <Button
            type="button"
            variant="secondary"
            data-color="neutral"
            className="sign-in__account"
            onClick={() => onChoose(account)}
          >
            <span className="sign-in__role">{t(wordOf(roleNames, account.roles[0] ?? ''))}</span>
            <span className="sign-in__name">
              <PersonText name={account.name} office={account.office} />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}
