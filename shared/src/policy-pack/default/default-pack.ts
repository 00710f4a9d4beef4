import { parsePolicyPack } from '../policy-pack.schema.ts'
import type { PolicyPack } from '../policy-pack.schema.ts'
import clocks from './clocks.json' with { type: 'json' }
import dossier from './dossier.json' with { type: 'json' }
import reviewQuestions from './review-questions.json' with { type: 'json' }
import riskClassification from './risk-classification.json' with { type: 'json' }
import uploads from './uploads.json' with { type: 'json' }
import vocabulary from './vocabulary.json' with { type: 'json' }
import whoRecommendations from './who-recommendations.json' with { type: 'json' }

/** The default pack as it stands in the database, before it is parsed. */
export const defaultPackDocument: unknown = {
  schemaVersion: '1.0.0',
  id: 'default',
  version: '2026-3',
  ...dossier,
  ...riskClassification,
  ...vocabulary,
  ...reviewQuestions,
  ...whoRecommendations,
  ...clocks,
  ...uploads,
}

/** The pack in force on a fresh installation; an agency replaces it with its own. */
export const defaultPack: PolicyPack = parsePolicyPack(defaultPackDocument)
