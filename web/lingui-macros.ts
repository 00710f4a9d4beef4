import { transformAsync } from '@babel/core'
import linguiMacro from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

/**
 * Turns Lingui's macros into calls, in JavaScript: Lingui's own native transform is an optional package for Node 22 and
 * newer, which npm leaves out where it runs on Node 20. Types and JSX stay for Vite to take away.
 */
export function linguiMacros(): Plugin {
  return {
    name: 'placet:lingui-macros',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: /@lingui\/(?:core|react)\/macro/ },
      async handler(code, id) {
        const result = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ['typescript', 'jsx'] },
          plugins: [linguiMacro],
        })
        return result?.code ? { code: result.code, map: result.map } : null
      },
    },
  }
}
