import type { ImportModelCardMutation } from './import-page.generated.ts'

/** What the server found in a card, stored or only shown. */
export type CardImport = Extract<ImportModelCardMutation['importModelCard'], { __typename: 'CardImport' }>
