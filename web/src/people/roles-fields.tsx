import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, CheckboxGroup } from '@navikt/ds-react'
import { roleNames, wordOf } from '../dossier/status-words.ts'
import type { Side } from './side.ts'

const knowing = ['reviewer', 'stageLead']

interface RolesFieldsProps {
  side: Side
  roles: readonly string[]
  expertise: readonly string[]
  onRoles: (roles: string[]) => void
  onExpertise: (expertise: string[]) => void
  error?: string | undefined
  id: string
}

/** The roles of somebody, and for reviewers and stage leads the stages that they know about. */
export function RolesFields({ side, roles, expertise, onRoles, onExpertise, error, id }: RolesFieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <CheckboxGroup id={id} legend={t`Roles`} value={[...roles]} onChange={onRoles} error={error}>
        {side.roles.map((role) => (
          <Checkbox key={role} value={role}>
            {t(wordOf(roleNames, role))}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {side.stages.length > 0 && roles.some((role) => knowing.includes(role)) && (
        <CheckboxGroup
          legend={t`Stages that this person knows about`}
          description={<Trans>Only for these a reviewer or stage lead can be chosen.</Trans>}
          value={[...expertise]}
          onChange={onExpertise}
        >
          {side.stages.map(({ key, name }) => (
            <Checkbox key={key} value={key}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </>
  )
}
