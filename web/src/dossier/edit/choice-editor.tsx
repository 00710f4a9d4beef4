import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, CheckboxGroup, Radio, RadioGroup, Select } from '@navikt/ds-react'
import { optionsOf } from '@placet/shared/policy-pack/options'
import { asList, asText, type EditorProps } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'

const mostRadios = 7

/** One of several: radio buttons where they fit on a glance, else a select. */
export function ChoiceEditor({ field, id, value, pack, answers, required, error, onChange, onLeave }: EditorProps) {
  const { t } = useLingui()
  const options = optionsOf(pack, field, answers)
  const label = <FieldLabel field={field} required={required} />
  if (options.length > mostRadios) {
    return (
      <Select
        id={id}
        label={label}
        description={<FieldHint field={field} />}
        value={asText(value)}
        error={error}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
        onBlur={onLeave}
      >
        <option value="">{t`Select`}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    )
  }
  return (
    <div>
      <RadioGroup
        id={id}
        legend={label}
        description={<FieldHint field={field} />}
        value={asText(value)}
        error={error}
        onChange={(chosen: string) => onChange(chosen)}
        onBlur={onLeave}
      >
        {options.map((option) => (
          <Radio key={option.value} value={option.value}>
            {option.label}
          </Radio>
        ))}
      </RadioGroup>
      {!required && value !== null && <ClearButton label={field.label} onClear={() => onChange(null)} />}
    </div>
  )
}

/** Any number of several. "None" and the like stand alone. */
export function ManyEditor({ field, id, value, pack, answers, required, error, onChange, onLeave }: EditorProps) {
  const options = optionsOf(pack, field, answers)
  return (
    <CheckboxGroup
      id={id}
      legend={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      value={asList(value)}
      error={error}
      onChange={(chosen: string[]) => {
        const exclusive = withoutContradiction(asList(value), chosen)
        onChange(exclusive.length === 0 ? null : exclusive)
      }}
      onBlur={onLeave}
    >
      {options.map((option) => (
        <Checkbox key={option.value} value={option.value}>
          {option.label}
        </Checkbox>
      ))}
    </CheckboxGroup>
  )
}

/** "none" with others is a contradiction: the newest tick counts. */
export function withoutContradiction(before: readonly string[], now: readonly string[]): string[] {
  const isNew = (member: string) => now.includes(member) && !before.includes(member)
  if (isNew('none')) return ['none']
  return now.length > 1 ? now.filter((member) => member !== 'none') : [...now]
}

/** Yes or no; a statement that must be true is a single tick. */
export function YesNoEditor({ field, id, value, required, error, onChange, onLeave }: EditorProps) {
  const { t } = useLingui()
  if (field.mustBe === true) {
    return (
      <CheckboxGroup
        id={id}
        legend={<FieldLabel field={field} required={required} />}
        description={<FieldHint field={field} />}
        value={value === true ? ['yes'] : []}
        error={error}
        onChange={(chosen: string[]) => onChange(chosen.includes('yes') ? true : null)}
        onBlur={onLeave}
      >
        <Checkbox value="yes">{t`Yes, this is so`}</Checkbox>
      </CheckboxGroup>
    )
  }
  return (
    <div>
      <RadioGroup
        id={id}
        legend={<FieldLabel field={field} required={required} />}
        description={<FieldHint field={field} />}
        value={typeof value === 'boolean' ? String(value) : ''}
        error={error}
        onChange={(chosen: string) => onChange(chosen === 'true')}
        onBlur={onLeave}
      >
        <Radio value="true">{t`Yes`}</Radio>
        <Radio value="false">{t`No`}</Radio>
      </RadioGroup>
      {!required && typeof value === 'boolean' && <ClearButton label={field.label} onClear={() => onChange(null)} />}
    </div>
  )
}

function ClearButton({ label, onClear }: { label: string; onClear: () => void }) {
  const { t } = useLingui()
  return (
    <Button type="button" size="small" variant="tertiary" onClick={onClear} aria-label={t`Clear the answer: ${label}`}>
      <Trans>Clear the answer</Trans>
    </Button>
  )
}
