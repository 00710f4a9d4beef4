import { en } from '@navikt/ds-react/locales'

/** Every text that Aksel says itself. A translation that lacks one does not compile. */
export type AkselTexts = { [Part in keyof typeof en]: Widened<(typeof en)[Part]> }
type Widened<Part> = Part extends string
  ? string
  : Part extends { code: string }
    ? Part
    : { [Key in keyof Part]: Widened<Part[Key]> }

const loaded = new Map<string, AkselTexts>()

/** Makes a language's texts known before the language is shown. */
export function learnAkselTexts(language: string, texts: AkselTexts): void {
  loaded.set(language, texts)
}

/** The properties of Aksel's `Provider`; without them it speaks Norwegian. */
export function akselLocale(language: string): { locale: typeof en; translations?: AkselTexts } {
  const translations = loaded.get(language)
  return translations ? { locale: en, translations } : { locale: en }
}
