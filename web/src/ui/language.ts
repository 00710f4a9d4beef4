import { i18n } from '@lingui/core'
import { learnAkselTexts } from '../locales/aksel.ts'

export const languages = ['en', 'fr', 'ar'] as const
export type Language = (typeof languages)[number]

/** Each language in its own words: nobody should have to read another one to find theirs. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', ar: 'العربية' }

const storageKey = 'placet.language'

/** True for one of the languages that the portal speaks. */
export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

/** The language to begin with: what was chosen before, else the first of the browser's that we speak, else English. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(storageKey)
  if (isLanguage(stored)) return stored
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return wanted ?? 'en'
}

/** The language of the page now. */
export function currentLanguage(): Language {
  return isLanguage(i18n.locale) ? i18n.locale : 'en'
}

let isInWorkspace = false

/** Loads a language's texts (one chunk each), and its letters where they are not Latin; sets `lang` and `dir`. */
export async function activateLanguage(language: Language): Promise<void> {
  const [{ messages }, more] = await Promise.all([
    catalogue(language),
    isInWorkspace ? workspaceCatalogue(language) : undefined,
  ])
  i18n.loadAndActivate({ locale: language, messages: { ...messages, ...more?.messages } })
  document.documentElement.lang = language
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
  localStorage.setItem(storageKey, language)
}

/** Loads what only the signed-in read; before a workspace is drawn, and from then on with each change of language. */
export async function loadWorkspaceTexts(): Promise<void> {
  if (isInWorkspace) return
  const language = currentLanguage()
  const { messages } = await workspaceCatalogue(language)
  i18n.load(language, messages)
  isInWorkspace = true
  // Chosen meanwhile: it came without these texts.
  if (currentLanguage() !== language) await activateLanguage(currentLanguage())
}

function workspaceCatalogue(language: Language) {
  switch (language) {
    case 'fr':
      return import('../locales/fr.po?workspaces')
    case 'ar':
      return import('../locales/ar.po?workspaces')
    case 'en':
      return import('../locales/en.po?workspaces')
  }
}

async function catalogue(language: Language) {
  switch (language) {
    case 'fr': {
      const [texts, { aksel }] = await Promise.all([
        import('../locales/fr.po?public'),
        import('../locales/aksel.fr.ts'),
      ])
      learnAkselTexts('fr', aksel)
      return texts
    }
    case 'ar': {
      const [texts, { aksel }] = await Promise.all([
        import('../locales/ar.po?public'),
        import('../locales/aksel.ar.ts'),
        import('@fontsource-variable/noto-sans-arabic/wght.css'),
      ])
      learnAkselTexts('ar', aksel)
      return texts
    }
    case 'en':
      return await import('../locales/en.po?public')
  }
}
