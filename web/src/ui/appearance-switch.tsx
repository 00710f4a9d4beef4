import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { chooseAppearance, useAppearance } from './appearance.ts'

/** Light or dark, kept on this device. */
export function AppearanceSwitch() {
  const { t } = useLingui()
  const id = useId()
  const appearance = useAppearance()
  return (
    <div className="ui-switch">
      <label htmlFor={id}>{t`Appearance`}</label>
      <select
        id={id}
        value={appearance}
        onChange={({ target }) => chooseAppearance(target.value === 'dark' ? 'dark' : 'light')}
        className="ui-switch__select"
      >
        <option value="light">{t`Light`}</option>
        <option value="dark">{t`Dark`}</option>
      </select>
    </div>
  )
}
