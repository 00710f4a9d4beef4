import { Trans } from '@lingui/react/macro'
import { AppearanceSwitch } from './appearance-switch.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { TextLink } from './text-link.tsx'

/** The same foot on every page: language, appearance, accessibility, help. */
export function AppFooter() {
  return (
    <footer className="ui-footer">
      <LanguageSwitch />
      <AppearanceSwitch />
      <div className="ui-footer__links">
        <TextLink to="/accessibility" variant="neutral">
          <Trans>Accessibility and help</Trans>
        </TextLink>
        <TextLink to="/verify" variant="neutral">
          <Trans>Check a receipt</Trans>
        </TextLink>
      </div>
    </footer>
  )
}
