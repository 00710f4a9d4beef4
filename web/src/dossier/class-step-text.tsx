import { Trans } from '@lingui/react/macro'

interface ClassStepTextProps {
  id: string
  /** What the rules call this step. Those of every rule are instructions there, and say here what came of them. */
  label: string
  holds: boolean
}

/** One step of the rule that leads to a class, and what came of it here. */
export function ClassStepText({ id, label, holds }: ClassStepTextProps) {
  switch (id) {
    case 'base':
      return <Trans>Base class, by how serious the condition is and how much the information matters</Trans>
    case 'raise':
      return holds ? (
        <Trans>Raised by the factors above that apply</Trans>
      ) : (
        <Trans>Not raised by the factors above</Trans>
      )
    case 'cap':
      return holds ? (
        <Trans>Lowered to the highest class that these rules know</Trans>
      ) : (
        <Trans>Not above the highest class that these rules know</Trans>
      )
    default:
      return holds ? (
        <Trans>
          <bdi>{label}</bdi>: <strong>applies</strong>
        </Trans>
      ) : (
        <Trans>
          <bdi>{label}</bdi>: <strong>does not apply</strong>
        </Trans>
      )
  }
}
