import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { type LoaderFunctionArgs, useLoaderData, useParams } from 'react-router'
import { preload } from '../../apollo.ts'
import type { PackQuery } from '../../dossier/pack.generated.ts'
import { preloadPack, readPack } from '../../dossier/pack.ts'
import { DossierSectionDocument, type DossierSectionQuery } from './section-page.generated.ts'
import { SectionForm } from './section-form.tsx'
import './section-page.css'

interface SectionData {
  section: PreloadedQueryRef<DossierSectionQuery>
  pack: PreloadedQueryRef<PackQuery>
}

export async function loader({ params }: LoaderFunctionArgs): Promise<SectionData> {
  const id = params['id'] ?? ''
  const section = preload(DossierSectionDocument, { id })
  return { section, pack: await preloadPack(id) }
}

/** One section of the dossier: its questions, saved as they are answered. */
export function SectionPage() {
  const loaded = useLoaderData<SectionData>()
  const { key = '' } = useParams()
  const { submission } = useReadQuery(loaded.section).data
  const { policyPack } = useReadQuery(loaded.pack).data
  const pack = readPack(policyPack.document)
  const section = pack.sections.find(({ id }) => id === key)
  if (!section) throw new Response(null, { status: 404 })
  return <SectionForm key={section.id} submission={submission} section={section} pack={pack} />
}
