import { Trans, useLingui } from '@lingui/react/macro'
import { CheckmarkCircleIcon, ExclamationmarkTriangleIcon, XMarkOctagonIcon } from '@navikt/aksel-icons'
import { BodyLong, Button, Textarea } from '@navikt/ds-react'
import type { ReceiptVerdict } from '@placet/shared/signing/receipt.schema'
import { type DragEvent, type FormEvent, useRef, useState } from 'react'
import { SignatureLine } from '../../dossier/signature-line.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { checkReceipt } from './check-receipt.ts'
import './verify.css'

/** Checks a receipt for anybody: pasted, chosen or dropped. The answer is one sentence. */
export function VerifyPage() {
  const { t } = useLingui()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [verdict, setVerdict] = useState<ReceiptVerdict | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [checking, setChecking] = useState(false)

  async function check(receipt: string): Promise<void> {
    setVerdict(null)
    setFault(null)
    setProblem(receipt.trim() === '' ? t`Paste a receipt or choose its file` : undefined)
    if (receipt.trim() === '' || checking) return
    setChecking(true)
    try {
      setVerdict(await checkReceipt(receipt))
    } catch (cause) {
      setFault(cause)
    } finally {
      setChecking(false)
    }
  }

  async function take(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    const content = await chosen.text()
    setText(content)
    await check(content)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    void check(text)
  }

  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`Check a receipt`} />
      <BodyLong spacing>
        <Trans>
          A receipt shows what was signed, by whom and when, and that it stands in the public log. Here this portal
          checks one of its own. The program placet-verify checks it without this portal, with the published keys alone.
        </Trans>
      </BodyLong>
      <form
        onSubmit={submit}
        noValidate
        className="ui-stack"
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
      >
        <Textarea
          label={t`The receipt`}
          description={t`Paste its text, or drop the file here.`}
          value={text}
          error={problem}
          minRows={6}
          maxRows={12}
          dir="ltr"
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
        />
        <div className="ui-actions">
          <Button type="submit" loading={checking}>
            <Trans>Check</Trans>
          </Button>
          <Button type="button" variant="secondary" onClick={() => file.current?.click()}>
            <Trans>Choose a file</Trans>
          </Button>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={t`Choose a file`}
            accept=".json,application/json"
            onChange={({ target }) => {
              void take(target.files?.[0])
              // The same file may be chosen again after it was changed.
              target.value = ''
            }}
          />
        </div>
      </form>
      <div role="status" className="verify__verdict">
        {verdict && <Verdict of={verdict} />}
        <ServerFault fault={fault} />
      </div>
    </div>
  )
}

function Verdict({ of }: { of: ReceiptVerdict }) {
  const { t } = useLingui()
  switch (of.verdict) {
    case 'intact':
      return (
        <>
          <p className="verify__sentence">
            <CheckmarkCircleIcon aria-hidden fontSize="2rem" className="verify__good" />
            <span>
              <Trans>
                The receipt of case <bdi>{of.number}</bdi> is genuine: nothing in it was changed since it was signed,
                and it stands in the public log.
              </Trans>
              {of.demonstration && (
                <>
                  {' '}
                  <strong>
                    <Trans>It comes from a demonstration and is not valid.</Trans>
                  </strong>
                </>
              )}
            </span>
          </p>
          <ul>
            {of.signatures.map((signature) => (
              <li key={`${signature.meaning} ${signature.at}`}>
                <SignatureLine {...signature} />
              </li>
            ))}
          </ul>
        </>
      )
    case 'changed':
      return (
        <p className="verify__sentence">
          <XMarkOctagonIcon aria-hidden fontSize="2rem" className="verify__bad" />
          <Trans>
            This receipt is not genuine: what it shows is not what was signed and logged. Do not rely on it.
          </Trans>
        </p>
      )
    default:
      return (
        <p className="verify__sentence">
          <ExclamationmarkTriangleIcon aria-hidden fontSize="2rem" className="verify__unsure" />
          {of.verdict === 'foreign'
            ? t`This portal did not sign this receipt, so it cannot tell. Check it where it comes from.`
            : t`This is no receipt: it lacks parts that every receipt has.`}
        </p>
      )
  }
}
