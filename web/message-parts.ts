import { relative } from 'node:path'
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import type { Plugin } from 'vite'

/** Texts of these folders only are not read by anybody without an account. */
const behindSignIn = /^src\/(apply|agency|admin|account|audit)\//

/**
 * Cuts a language's catalogue in two by where its texts stand: `en.po?public` for everybody's first visit, and
 * `en.po?workspaces` for the rest. Translators keep one file a language.
 */
export function messageParts(): Plugin {
  return {
    name: 'placet:message-parts',
    enforce: 'pre',
    load: {
      filter: { id: /\.po\?(?:public|workspaces)$/ },
      async handler(id) {
        const [file = '', part] = id.split('?')
        const config = getConfig({ cwd: import.meta.dirname })
        const found = getCatalogForFile(relative(config.rootDir, file), await getCatalogs(config))
        if (!found) throw new Error(`${file} is no catalogue.`)
        const { locale, catalog } = found
        this.addWatchFile(file)
        const places = (await catalog.read(locale)) ?? {}
        const { messages } = await catalog.getTranslations(locale, {
          fallbackLocales: config.fallbackLocales,
          sourceLocale: config.sourceLocale,
        })
        const isPublic = (key: string) => (places[key]?.origin ?? []).some(([place]) => !behindSignIn.test(place))
        const wanted = Object.entries(messages).filter(([key]) => isPublic(key) === (part === 'public'))
        const { source, errors } = createCompiledCatalog(locale, Object.fromEntries(wanted), { namespace: 'es' })
        if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ error }) => error.message).join(' ')}`)
        return { code: source, map: null, moduleType: 'js' }
      },
    },
  }
}
