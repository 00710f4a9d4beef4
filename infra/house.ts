import { join } from 'node:path'

/** The project's own folder. */
export const root = join(import.meta.dirname, '..')

/** This process's environment with the project's programs first, so that children find the same Node and tools. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` }
}

/** As `toolEnvironment`, and turbo neither reports home nor looks for news. */
export function turboEnvironment(): NodeJS.ProcessEnv {
  return { ...toolEnvironment(), TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' }
}
