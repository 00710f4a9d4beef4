export { DossierEditor } from './dossier.editor.ts'
export type { Edited } from './dossier.editor.ts'
export {
  Answer,
  AnswerVersion,
  AnswersSaved,
  CardImport,
  Classification,
  ClassificationStep,
  SectionProgress,
} from './dossier.types.ts'
export { Dossiers } from './dossiers.ts'
export type { Dossier } from './dossiers.ts'
export { readModelCard } from './model-card/read-model-card.ts'
