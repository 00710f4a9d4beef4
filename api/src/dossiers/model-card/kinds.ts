import type { Confidence, Reading } from './card-field.ts'
import { inFrontMatter } from './card-field.ts'
import type { YamlMap } from './safe-yaml.ts'
import { yamlText, yamlTexts } from './safe-yaml.ts'

/** What a task of the hub takes in and gives back, as far as its name alone says so. */
type Kinds = { input?: readonly string[]; output?: readonly string[]; seesImages?: true }

const tasks: Readonly<Record<string, Kinds>> = {
  'text-generation': { input: ['text'], output: ['generatedText'] },
  'text2text-generation': { input: ['text'], output: ['generatedText'] },
  summarization: { input: ['text'], output: ['generatedText'] },
  translation: { input: ['text'], output: ['generatedText'] },
  conversational: { input: ['text'], output: ['generatedText'] },
  'text-classification': { input: ['text'], output: ['classification'] },
  'token-classification': { input: ['text'], output: ['classification'] },
  'zero-shot-classification': { input: ['text'], output: ['classification'] },
  // A language model and a finder of passages both file under this name: what comes back stays open.
  'question-answering': { input: ['text'] },
  'fill-mask': { input: ['text'] },
  'sentence-similarity': { input: ['text'] },
  'text-ranking': { input: ['text'] },
  'image-classification': { output: ['classification'], seesImages: true },
  'zero-shot-image-classification': { output: ['classification'], seesImages: true },
  'image-segmentation': { output: ['analysis'], seesImages: true },
  'object-detection': { output: ['analysis'], seesImages: true },
  'zero-shot-object-detection': { output: ['analysis'], seesImages: true },
  'depth-estimation': { output: ['analysis'], seesImages: true },
  'keypoint-detection': { output: ['analysis'], seesImages: true },
  'image-feature-extraction': { seesImages: true },
  'image-to-text': { output: ['generatedText'], seesImages: true },
  'image-text-to-text': { input: ['text'], output: ['generatedText'], seesImages: true },
  'visual-question-answering': { input: ['text'], seesImages: true },
  'document-question-answering': { input: ['text'] },
  'image-to-image': { output: ['generatedImage'], seesImages: true },
  'text-to-image': { input: ['text'], output: ['generatedImage'] },
  'text-to-video': { input: ['text'], output: ['generatedImage'] },
  'text-to-speech': { input: ['text'], output: ['generatedImage'] },
  'text-to-audio': { input: ['text'], output: ['generatedImage'] },
  'automatic-speech-recognition': { input: ['speech'], output: ['generatedText'] },
  'audio-classification': { input: ['speech'], output: ['classification'] },
  'audio-text-to-text': { input: ['speech', 'text'], output: ['generatedText'] },
  'video-classification': { input: ['video'], output: ['classification'] },
  'video-text-to-text': { input: ['video', 'text'], output: ['generatedText'] },
  'tabular-classification': { output: ['classification'] },
  'tabular-regression': { output: ['prediction'] },
  'time-series-forecasting': { output: ['prediction'] },
}

/** Tags that name a kind of image; they count only where the task looks at images. */
const imageTags: Readonly<Record<string, readonly string[]>> = {
  radiology: [
    'radiology',
    'x-ray',
    'xray',
    'chest-x-ray',
    'chest-xray',
    'ct',
    'ct-scan',
    'mri',
    'ultrasound',
    'mammography',
  ],
  pathology: [
    'pathology',
    'histology',
    'histopathology',
    'digital-pathology',
    'computational-pathology',
    'whole-slide-image',
    'wsi',
  ],
  clinicalPhotograph: ['dermatology', 'skin', 'skin-lesion', 'ophthalmology', 'fundus', 'retina', 'retinal'],
}

/** Tags that name data of their own kind, whatever the task. */
const dataTags: Readonly<Record<string, readonly string[]>> = {
  genomic: ['genomics', 'single-cell', 'rna-seq', 'modality:rna', 'dna'],
  physiologicalSignal: ['ecg', 'ekg', 'electrocardiogram', 'eeg', 'ppg'],
  structuredRecord: ['ehr', 'fhir', 'electronic-health-records', 'electronic health records'],
}

const matching = (table: Readonly<Record<string, readonly string[]>>, tags: readonly string[]) =>
  Object.entries(table).flatMap(([kind, words]) =>
    words.filter((word) => tags.includes(word)).map((word) => ({ kind, word })),
  )

/** Kinds of input and output, from the task that the card names and from tags that leave no doubt. */
export function readKinds(frontMatter: YamlMap): Reading[] {
  const task = yamlText(frontMatter.get('pipeline_tag'))?.toLowerCase()
  const tags = yamlTexts(frontMatter.get('tags')).map((tag) => tag.toLowerCase())
  const named = task !== undefined && Object.hasOwn(tasks, task) ? [task] : []
  const tagged = named.length > 0 ? [] : tags.filter((tag) => Object.hasOwn(tasks, tag))
  const kinds = [...named, ...tagged].map((name) => tasks[name]).filter((entry) => entry !== undefined)
  const images = kinds.some(({ seesImages }) => seesImages === true) ? matching(imageTags, tags) : []
  const data = matching(dataTags, tags)
  const confidence: Confidence = named.length > 0 ? 'high' : 'medium'
  const fromTags = [...images, ...data].map(({ word }) => word)
  const input = [...kinds.flatMap((entry) => entry.input ?? []), ...[...images, ...data].map(({ kind }) => kind)]
  const output = kinds.flatMap((entry) => entry.output ?? [])
  return [
    ...reading('inputModalities', input, [...named, ...tagged], fromTags, fromTags.length > 0 ? 'medium' : confidence),
    ...reading('outputKinds', output, [...named, ...tagged], [], confidence),
  ]

  function reading(
    field: string,
    values: readonly string[],
    names: readonly string[],
    words: readonly string[],
    sure: Confidence,
  ): Reading[] {
    if (values.length === 0) return []
    const keys = [
      ...(named.length > 0 ? ['pipeline_tag'] : []),
      ...(tagged.length > 0 || words.length > 0 ? ['tags'] : []),
    ]
    const found = [...new Set([...names, ...words])].join(', ')
    return [{ field, value: [...new Set(values)], found, place: inFrontMatter(...keys), confidence: sure }]
  }
}
