import type * as z from 'zod/mini'
import { ask } from '../session/rest.ts'

/** For a page's loader: what it shows, or the error that its place shows instead. */
export async function read<Shape extends z.ZodMiniType>(path: string, shape: Shape): Promise<z.infer<Shape>> {
  const answer = await ask(path, shape)
  if (answer.ok) return answer.value
  throw new Error(`${path} was answered ${answer.refusal.code}`)
}
