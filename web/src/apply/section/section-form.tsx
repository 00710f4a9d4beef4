import { useApolloClient } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { classify } from '@placet/shared/policy-pack/risk-class'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { requiredFields, visibleSections } from '@placet/shared/policy-pack/visibility'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation, useNavigate, useRevalidator } from 'react-router'
import { ClassSteps } from '../../dossier/class-steps.tsx'
import { controlId, type FileDoor } from '../../dossier/edit/editor.ts'
import { isSame } from '../../dossier/edit/is-same.ts'
import { DossierDocumentsDocument } from '../../dossier/edit/saved-answers.generated.ts'
import { useAnswers, useAutosave } from '../../dossier/edit/use-autosave.ts'
import type { Field, Pack, Section } from '../../dossier/pack.ts'
import { ErrorSummaryForm, focusById, type FormError } from '../../ui/error-summary-form.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { openFields } from '../open-fields.ts'
import { useConfirm } from './confirm-answers.ts'
import { FieldBlock } from './field-block.tsx'
import { ImportedNote } from './imported-note.tsx'
import { SaveLine, SaveTrouble } from './save-line.tsx'
import { type DossierSectionQuery, SectionCheckDocument } from './section-page.generated.ts'
import { SectionSteps } from './section-steps.tsx'

interface SectionFormProps {
  submission: DossierSectionQuery['submission']
  section: Section
  pack: Pack
}

/** What the last "Save and continue" found, with the answers it looked at: a changed answer is no longer blamed. */
interface Check {
  attempt: number
  unmet: readonly { message: string; at: string | null }[]
  answers: Answers
}

const noAnswers: Answers = {}

export function SectionForm({ submission, section, pack }: SectionFormProps) {
  const { t, i18n } = useLingui()
  const client = useApolloClient()
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const { hash } = useLocation()
  const autosave = useAutosave(submission.id, submission.answers)
  const answers = useAnswers(autosave)
  const [check, setCheck] = useState<Check | null>(null)
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [saving, setSaving] = useState(false)
  const confirm = useConfirm(submission.id, autosave)

  const sections = useMemo(() => visibleSections(pack, answers), [pack, answers])
  const required = useMemo(() => new Set(requiredFields(pack, answers).map(({ id }) => id)), [pack, answers])
  const at = sections.findIndex((each) => each.section.id === section.id)
  const fields = sections[at]?.fields ?? []
  const next = sections[at + 1]?.section
  const base = `/apply/${submission.id}`
  const model = `${submission.modelName} ${submission.modelVersion}`
  const isOpen = openFields(submission)
  const readOnly = !fields.some(({ id }) => isOpen(id))
  const citations = new Map(submission.citations.map(({ field, reason }) => [field, reason]))
  const hasFields = fields.length > 0

  const onArrived = useCallback(() => {
    void client.query({
      query: DossierDocumentsDocument,
      variables: { id: submission.id },
      fetchPolicy: 'network-only',
    })
  }, [client, submission.id])
  const { documents, unfinishedUploads: unfinished } = submission
  const files: FileDoor = useMemo(
    () => ({ submissionId: submission.id, documents, unfinished, onArrived }),
    [submission.id, documents, unfinished, onArrived],
  )
  const isBeingChecked = documents.some(({ state }) => state === 'received' || state === 'scanning')
  useEffect(() => {
    if (!isBeingChecked) return
    const timer = setInterval(onArrived, 2000)
    return () => clearInterval(timer)
  }, [isBeingChecked, onArrived])

  const onProblem = useCallback((field: string, problem: string | null) => {
    setProblems((before) => {
      if ((before[field] ?? null) === problem) return before
      const rest = Object.fromEntries(Object.entries(before).filter(([key]) => key !== field))
      return problem === null ? rest : { ...rest, [field]: problem }
    })
  }, [])

  async function look(attempt: number): Promise<Check> {
    const { data } = await client.query({
      query: SectionCheckDocument,
      variables: { id: submission.id },
      fetchPolicy: 'network-only',
    })
    return { attempt, unmet: data?.submission.unmet ?? [], answers: autosave.answers() }
  }

  useEffect(() => {
    // A link from a list of errors names the field: lead there, and show what is wrong with it.
    if (!hash.startsWith('#f-')) return
    focusById(hash.slice(1))
    void look(0).then(setCheck, () => undefined)
    // Once for each arrival: `look` is made anew at every drawing.
  }, [hash])

  useEffect(() => {
    // What was found missing is said in the server's words, so a change of language asks for them anew.
    if (check) void look(check.attempt).then(setCheck, () => undefined)
  }, [i18n.locale])

  async function saveAndContinue(): Promise<void> {
    setSaving(true)
    try {
      const isSaved = await autosave.flush()
      const found = await look((check?.attempt ?? 0) + 1)
      setCheck(found)
      const isClean = errorsOf(found, fields, section.id, problems).length === 0
      const noneInvalid = fields.every(({ id }) => autosave.field(id).state === 'clean')
      if (isSaved && isClean && noneInvalid) await navigate(next ? `${base}/s/${next.id}` : `${base}/check`)
    } catch {
      // The save line says that nothing reached the server; the words stay and are sent again.
    } finally {
      setSaving(false)
    }
  }

  const errors = check ? errorsOf(check, fields, section.id, problems, autosave.answers()) : []
  const errorOf = (field: Field) =>
    problems[field.id] ??
    (errors
      .filter(({ fieldId }) => fieldId === controlId(field.id))
      .map(({ message }) => message)
      .join(' ') ||
      undefined)

  return (
    <div className="ui-page section-page">
      <Breadcrumb>
        <TextLink to="/apply">
          <Trans>My dossiers</Trans>
        </TextLink>
        <TextLink to={base}>
          <bdi>{model}</bdi>
        </TextLink>
      </Breadcrumb>
      <div className="section-page__columns">
        <form
          className="section-page__form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void saveAndContinue()
          }}
        >
          <PageTitle title={section.title} of={submission.reference} hasErrors={errors.length > 0}>
            <SaveLine autosave={autosave} />
          </PageTitle>
          <SectionSteps {...{ sections, at, base }} progress={submission.sections} />
          <SaveTrouble autosave={autosave} onReadAgain={() => void revalidate()} />
          <ErrorSummaryForm errors={errors} attempt={check?.attempt ?? 0} />
          {errors.length > 0 && next && (
            <p>
              <TextLink to={`${base}/s/${next.id}`}>
                <Trans>Go on all the same; everything else is saved</Trans>
              </TextLink>
            </p>
          )}
          <BodyLong className="section-page__intro">{section.intro}</BodyLong>
          {!hasFields && (
            <p>
              <Trans>Your answers elsewhere show that this section is not needed.</Trans>
            </p>
          )}
          {fields.map((field) =>
            field.computed ? (
              <section
                key={field.id}
                id={controlId(field.id)}
                tabIndex={-1}
                aria-label={field.label}
                className="field-block"
              >
                <h2 className="aksel-label">{field.label}</h2>
                <p className="ui-subtle">{field.help}</p>
                <ClassSteps
                  classification={classify(pack, answers)}
                  pack={pack}
                  linkTo={(missing) => `#${controlId(missing)}`}
                />
              </section>
            ) : (
              <FieldBlock
                key={field.id}
                {...{ field, pack, autosave, files, onProblem }}
                readOnly={!isOpen(field.id)}
                answers={followsAnswers(field) ? answers : noAnswers}
                required={required.has(field.id)}
                error={errorOf(field)}
                citation={citations.get(field.id)}
                onConfirm={confirm.one}
              />
            ),
          )}
          <div className="ui-actions">
            {!readOnly && (
              <Button type="submit" loading={saving}>
                <Trans>Save and continue</Trans>
              </Button>
            )}
            <Button type="button" variant="secondary" onClick={() => void autosave.flush().then(() => navigate(base))}>
              <Trans>Back to task list</Trans>
            </Button>
          </div>
        </form>
        <aside className="section-page__aside" aria-label={t`About this section`}>
          <ImportedNote {...{ autosave, fields, confirm }} />
        </aside>
      </div>
    </div>
  )
}

/** Tables and choices that take their options, or what they still lack, from other answers. */
function followsAnswers(field: Field): boolean {
  return field.type === 'table' || field.type === 'metricTable' || field.optionsFrom !== undefined
}

function errorsOf(
  check: Check,
  fields: readonly Field[],
  section: string,
  problems: Readonly<Record<string, string>>,
  answers: Answers = check.answers,
): FormError[] {
  return fields.flatMap(({ id }) => {
    const problem = problems[id]
    const found = isSame(answers[id] ?? null, check.answers[id] ?? null)
      ? check.unmet.filter(({ at }) => at === `${section}/${id}`).map(({ message }) => message)
      : []
    return [...(problem ? [problem] : []), ...found].map((message) => ({ fieldId: controlId(id), message }))
  })
}
