import { Trans, useLingui } from '@lingui/react/macro'
import { TextLink } from '../ui/text-link.tsx'

/** From each page of the account to the others. */
export function AccountLinks() {
  const { t } = useLingui()
  return (
    <nav aria-label={t`Your account`} className="ui-actions">
      <TextLink to="/account">
        <Trans>Name and password</Trans>
      </TextLink>
      <TextLink to="/account/security">
        <Trans>Passkeys and codes</Trans>
      </TextLink>
      <TextLink to="/account/sessions">
        <Trans>Where you are signed in</Trans>
      </TextLink>
    </nav>
  )
}
