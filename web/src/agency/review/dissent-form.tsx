import { useApolloClient } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { useSend } from '../../ui/send.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import { ReviewDeskDocument } from './review-page.generated.ts'
import { FileDissentDocument } from './sign-report.generated.ts'

interface DissentFormProps {
  stageId: string
  /** My report: the version that I read, and the dissent that stands on it. */
  report: { version: number; dissent: string | null }
}

/** A reviewer who disagrees with the stage says so; the dissent reaches the signer and the public report. */
export function DissentForm({ stageId, report }: DissentFormProps) {
  const { t } = useLingui()
  const client = useApolloClient()
  const command = useSend(FileDissentDocument, { refetch: ['ReviewDesk'] })

  async function file(text: string): Promise<boolean> {
    const filed = await command.send({ id: stageId, reportVersion: report.version, text })
    // Perhaps another window was faster: its words are shown beside mine before mine can replace them.
    if (!filed)
      await client.query({
        query: ReviewDeskDocument,
        variables: { stageId },
        fetchPolicy: 'network-only',
        errorPolicy: 'all',
      })
    return filed !== null
  }

  return (
    <ReasonAct
      label={<Trans>File a dissent</Trans>}
      question={t`Where do you disagree, and why?`}
      hint={t`It stands beside the report, is shown to the signer, and is mentioned in the public report.`}
      sendLabel={<Trans>File the dissent</Trans>}
      command={command}
      path="text"
      onSend={file}
    >
      {command.refusal?.__typename === 'Stale' && report.dissent && (
        <BodyLong dir="auto">
          <strong>
            <Trans>Filed in the meantime; yours would replace it:</Trans>
          </strong>{' '}
          {report.dissent}
        </BodyLong>
      )}
    </ReasonAct>
  )
}
