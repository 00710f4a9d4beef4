import { setupI18n } from '@lingui/core'
import type { I18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Unmet } from '@placet/shared/kernel/process'
import type { Language } from './auth/actor.ts'
import messages from './wording/messages.json' with { type: 'json' }

type Params = Record<string, string | number>

/** Puts the reader's words beside ids of fields, axes, stages. Given by the policy packs at boot. */
let labelled: (params: Params, language: Language) => Params = (params) => params

/** Who knows what things of the pack are called; called once at boot. */
export function labelParamsBy(source: (params: Params, language: Language) => Params): void {
  labelled = source
}

const books: Record<Language, I18n> = { en: book('en'), fr: book('fr'), ar: book('ar') }

function book(language: Language): I18n {
  const entries = Object.entries(messages).map(([code, texts]) => [code, compileMessage(texts[language])] as const)
  const i18n = setupI18n({ locale: language, messages: { [language]: Object.fromEntries(entries) } })
  i18n.setMessagesCompiler(compileMessage)
  return i18n
}

/** A message of the catalogue in one language; an unknown code is our bug and shows as itself. */
export function say(language: Language, code: string, params: Params = {}): string {
  return books[language]._(code, labelled(params, language))
}

/** A reason as data with its words. */
export type Reason = { __typename: 'Unmet'; code: string; message: string; at: string | null }

export function reasons(language: Language, unmet: readonly Unmet[]): Reason[] {
  return unmet.map(({ code, params, at }) => ({
    __typename: 'Unmet',
    code,
    message: say(language, code, params),
    at: at ?? null,
  }))
}
