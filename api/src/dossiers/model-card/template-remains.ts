/** What the hub's templates leave where nobody answered. It counts as no answer at all. */

const placeholder = /\[?\bmore information (?:is )?needed\b[^\].\n]{0,80}[\].]?|\{\{[^{}\n]{0,500}\}\}/gi

/** Sentences of the templates themselves, in plain text. */
const boilerplate = [
  /^users \(both direct and downstream\) should be made aware of the risks, biases and limitations of the model\.?$/i,
  /^this modelcard aims to be a base template for new models\./i,
  /^(?:- )?it has been generated using this raw template\.?$/i,
  /^this is the model card of a .{0,6}transformers model that has been pushed on the hub\./i,
  /^this model card has been automatically generated\.?$/i,
  /^this model card has been generated automatically according to the information the trainer had access to\./i,
  /^use the code below to get started with the model\.?$/i,
  /^carbon emissions can be estimated using the machine learning impact calculator\b/i,
  /^carbon emissions can be estimated\b.{0,200}\(2019\)\.?$/i,
]

const nothing =
  /^(?:n\/?a|tbd|tbc|tba|todo|wip|-+|\.+|_+|\?+|none given|not (?:yet )?(?:available|provided|specified)|coming soon|(?:to be )?(?:added|announced|determined|completed)(?: (?:soon|later))?)[\s.!…]*$/i

/** A line without placeholders; undefined where nothing but a label or a list mark stays behind. */
export function withoutTemplateRemains(line: string): string | undefined {
  const rest = line.replace(placeholder, '').trimEnd()
  if (rest.length === line.trimEnd().length) return line
  const words = rest.replace(/^\s*-\s*/, '').trim()
  return words === '' || words.endsWith(':') || isTemplateLine(words) ? undefined : rest
}

export const isTemplateLine = (line: string): boolean => {
  const text = line.trim()
  return boilerplate.some((sentence) => sentence.test(text))
}

const slot = /^(?:(?:\[[^[\]\n]{1,80}\][\s,;]{0,4}){1,5}|<[^<>\n]{1,80}>|\{[^{}\n]{1,80}\})$/

/** Words in brackets and nothing else: a slot that was never filled, or what is left of a link. */
export const isSlot = (text: string): boolean => slot.test(text.trim())

/** Does a whole value say nothing? */
export function saysNothing(value: string): boolean {
  const text = value.trim()
  return !/[\p{L}\p{N}]/u.test(text) || nothing.test(text) || isSlot(text)
}
