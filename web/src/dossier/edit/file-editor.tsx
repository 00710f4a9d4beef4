import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Fieldset, FileUpload } from '@navikt/ds-react'
import { answerLimits } from '@placet/shared/policy-pack/answer'
import { useRef } from 'react'
import { DocumentLink, formatBytes } from '../document-link.tsx'
import { asList, type EditorProps, type FileDoor } from './editor.ts'
import { FieldHint, FieldLabel } from './field-label.tsx'
import { type Uploading, useUploads } from './upload.ts'

/** Files of one answer: choose or drop, see how far each is, take one out. */
export function FileEditor({ field, id, value, required, error, files, onChange }: EditorProps) {
  const { t } = useLingui()
  const ids = asList(value)
  return (
    <Fieldset
      id={id}
      legend={<FieldLabel field={field} required={required} />}
      description={<FieldHint field={field} />}
      error={error}
      errorPropagation={false}
    >
      <Files
        {...{ ids, files }}
        at={field.id}
        label={field.label}
        accept={field.accept}
        onChange={onChange}
        entrance={(add) => (
          <FileUpload.Dropzone
            label={t`Add a file`}
            multiple
            {...(field.accept ? { accept: acceptedBy(field.accept) } : {})}
            fileLimit={{ max: answerLimits.files, current: ids.length }}
            onSelect={(chosen) => chosen.forEach(({ file }) => add(file))}
          />
        )}
      />
    </Fieldset>
  )
}

/** Files within a cell of a table: the same, with a plain button. */
export function FileCell({
  value,
  files,
  at,
  label,
  accept,
  onChange,
}: {
  value: unknown
  files: FileDoor
  /** `field.column` */
  at: string
  label: string
  accept?: string | undefined
  onChange: (value: unknown) => void
}) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  return (
    <Files
      ids={asList(value)}
      {...{ files, at, label, accept, onChange }}
      entrance={(add) => (
        <div>
          <Button
            type="button"
            size="small"
            variant="secondary"
            aria-label={t`Choose a file: ${label}`}
            onClick={() => input.current?.click()}
          >
            <Trans>Choose a file</Trans>
          </Button>
          <input
            ref={input}
            type="file"
            multiple
            tabIndex={-1}
            aria-hidden
            className="file-editor__native"
            {...(accept ? { accept: acceptedBy(accept) } : {})}
            onChange={({ target }) => {
              for (const file of target.files ?? []) add(file)
              target.value = ''
            }}
          />
        </div>
      )}
    />
  )
}

/** The browser's chooser also wants endings: some systems know no media type for JSON or CSV. */
function acceptedBy(mediaTypes: string): string {
  const endings: Readonly<Record<string, string>> = {
    'application/pdf': '.pdf',
    'application/json': '.json',
    'text/csv': '.csv',
  }
  return mediaTypes
    .split(',')
    .map((type) => type.trim())
    .flatMap((type) => [type, ...(endings[type] ? [endings[type]] : [])])
    .join(',')
}

interface FilesProps {
  ids: readonly string[]
  files: FileDoor
  at: string
  label: string
  accept?: string | undefined
  onChange: (value: unknown) => void
  entrance: (add: (file: File) => void) => React.ReactNode
}

function Files({ ids, files, at, label, onChange, entrance }: FilesProps) {
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const { uploads, waiting, add, pause, resume, drop, forget } = useUploads({
    submissionId: files.submissionId,
    field: at,
    unfinished: files.unfinished,
    onArrived: (documentId) => {
      onChange([...ids, documentId])
      files.onArrived()
    },
    onChanged: files.onArrived,
  })
  // All rows of a column share one address: which of them a file was meant for is not known.
  const stopped = at.includes('.') ? [] : waiting

  function remove(documentId: string): void {
    const rest = ids.filter((each) => each !== documentId)
    onChange(rest.length === 0 ? null : rest)
    // The focus goes to what stands next, not to the top of the page.
    list.current?.parentElement?.querySelector<HTMLElement>('button, input')?.focus()
  }

  const nameOf = (documentId: string) => files.documents.find(({ id }) => id === documentId)?.name ?? t`File`
  return (
    <div className="file-editor">
      {entrance(add)}
      {(ids.length > 0 || uploads.length > 0 || stopped.length > 0) && (
        <ul ref={list} className="file-editor__list" aria-label={t`Files: ${label}`}>
          {ids.map((documentId) => (
            <li key={documentId} className="file-editor__file">
              <DocumentLink id={documentId} documents={files.documents} />
              <Button
                type="button"
                size="small"
                variant="tertiary"
                onClick={() => remove(documentId)}
                aria-label={t`Remove ${nameOf(documentId)}`}
              >
                <Trans>Remove</Trans>
              </Button>
            </li>
          ))}
          {uploads.map((uploading) => (
            <UploadLine key={uploading.key} {...{ uploading, pause, resume, drop }} />
          ))}
          {stopped.map(({ id, name }) => (
            <li key={id} className="file-editor__file">
              <span>
                <Trans>
                  <bdi>{name}</bdi> did not arrive whole. Choose the same file again to go on where it stopped.
                </Trans>
              </span>
              <Button
                type="button"
                size="small"
                variant="tertiary"
                onClick={() => forget(id)}
                aria-label={t`Remove ${name}`}
              >
                <Trans>Remove</Trans>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

interface UploadLineProps {
  uploading: Uploading
  pause: (key: string) => void
  resume: (key: string) => void
  drop: (key: string) => void
}

function UploadLine({ uploading: { key, name, size, sent, state, reason }, pause, resume, drop }: UploadLineProps) {
  const { t, i18n } = useLingui()
  const percent = size === 0 ? 100 : Math.floor((sent / size) * 100)
  return (
    <li className="file-editor__file">
      <span className="file-editor__progress">
        <bdi>{name}</bdi> <progress max={100} value={percent} aria-label={t`${name}: ${percent} percent`} />{' '}
        <bdi dir="ltr">{percent}%</bdi> <Trans>of {formatBytes(size, i18n.locale)}</Trans>
        {state === 'failed' && <strong role="alert"> {reason ?? <Trans>Stopped at {percent}%.</Trans>}</strong>}
      </span>
      {state === 'running' ? (
        <Button type="button" size="small" variant="tertiary" onClick={() => pause(key)} aria-label={t`Pause ${name}`}>
          <Trans>Pause</Trans>
        </Button>
      ) : (
        // What the door refused it would refuse again.
        reason === null && (
          <Button
            type="button"
            size="small"
            variant="tertiary"
            onClick={() => resume(key)}
            aria-label={t`Resume ${name}`}
          >
            <Trans>Resume</Trans>
          </Button>
        )
      )}
      <Button type="button" size="small" variant="tertiary" onClick={() => drop(key)} aria-label={t`Remove ${name}`}>
        <Trans>Remove</Trans>
      </Button>
    </li>
  )
}
