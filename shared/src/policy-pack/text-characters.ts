// NUL and its like break storage and screens; bidirectional controls can make a name read as another.
// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
const lineBreaks = /[\n\u2028\u2029]/
const directionOverrides = /[\u202a-\u202e\u2066-\u2069]/
// Arabic and Hebrew prose uses these marks beside numbers; in a name they only deceive.
const directionMarks = /[\u200e\u200f\u061c]/

export type TextKind = 'line' | 'cell' | 'prose'

/** The code of the first character fault of a text, null when it may be stored. Tabs are fine, newlines not in a line. */
export const characterFault = (text: string, kind: TextKind): string | null => {
  if (!text.isWellFormed()) return 'answerBrokenCharacters'
  if (controls.test(text) || (kind === 'line' && lineBreaks.test(text))) return 'answerControlCharacters'
  if (directionOverrides.test(text) || (kind !== 'prose' && directionMarks.test(text)))
    return 'answerDirectionCharacters'
  return null
}
