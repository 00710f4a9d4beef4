import { Trans, useLingui } from '@lingui/react/macro'
import { officeName } from './status-words.ts'

interface PersonTextProps {
  /** Where the reader may not see the name, the office stands in its place. */
  name: string
  office: string | null | undefined
}

/** Who acted, and in which office. */
export function PersonText({ name, office }: PersonTextProps) {
  const { t } = useLingui()
  if (!office) return <bdi>{name}</bdi>
  const officeInWords = officeName(t, office)
  if (office === name) return <bdi>{officeInWords}</bdi>
  return (
    <Trans>
      <bdi>{name}</bdi>, <bdi>{officeInWords}</bdi>
    </Trans>
  )
}
