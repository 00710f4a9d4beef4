import type { PreloadedQueryRef } from '@apollo/client/react'
import { useApolloClient, useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, FileUpload, Textarea } from '@navikt/ds-react'
import { type FormEvent, useState } from 'react'
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router'
import { preload } from '../../apollo.ts'
import { reasonOf, sendFile, untilChecked } from '../../dossier/edit/upload.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { type Pack, preloadPack, readPack } from '../../dossier/pack.ts'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import type { CardImport } from './card-import.ts'
import { FoundAnswers } from './found-answers.tsx'
import { ImportIntoDocument, type ImportIntoQuery, ImportModelCardDocument } from './import-page.generated.ts'

interface ImportData {
  dossier: PreloadedQueryRef<ImportIntoQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<ImportData> {
  const id = params['id'] ?? ''
  const dossier = preload(ImportIntoDocument, { id })
  return { dossier, pack: await preloadPack(id) }
}

/** Characters of a card that go with the request; longer ones go through the door for files. */
const mostInRequest = 30_000

/** Under this name any card comes in: the door knows no YAML, and the person's own name for it goes with the import. */
const uploadName = 'model-card.md'

interface Card {
  card: string | null
  documentId: string | null
  fileName: string
}

/** Takes answers out of a model card; nothing is stored without a tick. */
export function ImportPage() {
  const loaded = useLoaderData<ImportData>()
  const { submission } = useReadQuery(loaded.dossier).data
  const pack = readPack(useReadQuery(loaded.pack).data.policyPack.document)
  return <ImportCard submission={submission} pack={pack} />
}

export function ImportCard({ submission, pack }: { submission: ImportIntoQuery['submission']; pack: Pack }) {
  const { t } = useLingui()
  const client = useApolloClient()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [uploadFault, setUploadFault] = useState<unknown>(null)
  const [isReading, setReading] = useState(false)
  const [found, setFound] = useState<{ card: Card; preview: CardImport } | null>(null)
  const { send, refusal, fault, sending } = useSend(ImportModelCardDocument, { keepPage: true })
  const base = `/apply/${submission.id}`
  const model = `${submission.modelName} ${submission.modelVersion}`

  async function read(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isReading) return
    setFound(null)
    setUploadFault(null)
    if (text.trim() === '') {
      setProblem(t`Paste the text of a model card, or choose its file`)
      return
    }
    setProblem(undefined)
    setReading(true)
    try {
      const card = await cardToRead()
      const preview = await send({ id: submission.id, ...card, fields: null })
      if (preview) setFound({ card, preview })
    } catch (stopped) {
      const reason = reasonOf(stopped)
      if (reason) setProblem(reason)
      else setUploadFault(stopped)
    } finally {
      setReading(false)
    }
  }

  async function cardToRead(): Promise<Card> {
    const name = fileName ?? uploadName
    if (text.length <= mostInRequest) return { card: text, documentId: null, fileName: name }
    const file = new File([text], uploadName, { type: 'text/markdown' })
    const documentId = await sendFile(submission.id, file, 'modelCard')
    await untilChecked(client, submission.id, documentId)
    return { card: null, documentId, fileName: name }
  }

  async function store(fields: string[]): Promise<void> {
    if (!found) return
    const { card, preview } = found
    const seen = preview.fields
      .filter(({ field }) => fields.includes(field))
      .map(({ field, version }) => ({ field, baseVersion: version }))
    const stored = await send({ id: submission.id, ...card, fields: seen })
    if (!stored) return
    const contested = stored.fields.filter(({ conflict }) => conflict)
    if (contested.length === 0) await navigate(base)
    else setFound({ card, preview: { ...stored, fields: contested } })
  }

  async function choose(file: File | undefined): Promise<void> {
    if (!file) return
    setText(await file.text())
    setFileName(file.name)
    setProblem(undefined)
    setFound(null)
  }

  return (
    <div className="ui-page">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={base}>
          <bdi>{model}</bdi>
        </TextLink>
      </Breadcrumb>
      <PageTitle title={t`Import a model card`} of={submission.reference} hasErrors={problem !== undefined} />
      <BodyLong spacing className="ui-page--reading">
        <Trans>
          Paste a model card in Markdown with its front matter, or choose its file. We look for answers in it and show
          them to you. Nothing is fetched from the web, and nothing is stored before you tick it.
        </Trans>
      </BodyLong>
      <form noValidate onSubmit={(event) => void read(event)} className="ui-stack ui-page--reading">
        <FileUpload.Dropzone
          label={t`Choose a model card`}
          description={t`Markdown, YAML or JSON`}
          accept=".md,.markdown,.yaml,.yml,.json,.txt"
          onSelect={(chosen) => void choose(chosen[0]?.file)}
        />
        <Textarea
          id="card"
          label={t`Text of the model card`}
          description={
            fileName ? (
              <Trans>
                From the file <bdi>{fileName}</bdi>
              </Trans>
            ) : (
              <Trans>Paste it here</Trans>
            )
          }
          value={text}
          error={problem}
          minRows={8}
          maxRows={20}
          dir="auto"
          spellCheck={false}
          onChange={({ target }) => {
            setText(target.value)
            setFound(null)
          }}
        />
        <RefusalAlert refusal={refusal} />
        <ServerFault fault={fault ?? uploadFault} />
        <div>
          <Button type="submit" variant={found ? 'secondary' : 'primary'} loading={isReading}>
            <Trans>Look for answers</Trans>
          </Button>
        </div>
      </form>
      {found && (
        <FoundAnswers
          key={`${found.preview.fields.map(({ field, version }) => `${field}:${version}`).join(' ')} ${text.length}`}
          preview={found.preview}
          pack={pack}
          base={base}
          storing={sending}
          onStore={(fields) => void store(fields)}
        />
      )}
    </div>
  )
}
