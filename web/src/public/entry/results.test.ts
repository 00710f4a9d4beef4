import { expect, test } from 'vitest'
import { distanceFromOverall, type GroupResult, resultsByMetric, weakestGroup } from './results.ts'

const result = (group: string, estimate: number | null, metric = 'sensitivity'): GroupResult => ({
  axis: 'ageBand',
  group,
  metric,
  dataset: 'Two hospitals',
  n: 100,
  nText: '100',
  estimate,
  low: null,
  high: null,
  gap: null,
  suppressed: false,
})

test('the weakest group comes first, a group without a value last', () => {
  const [list] = resultsByMetric([result('18-39', 92), result('75+', null), result('65-74', 86.9)], [])
  expect(list?.groups.map(({ group }) => group)).toEqual(['65-74', '18-39', '75+'])
})

test('where less is better, the highest rate is the weakest', () => {
  const rates = [result('18-39', 1.1, 'confabulation rate'), result('75+', 4.2, 'confabulation rate')]
  const [list] = resultsByMetric(rates, [])
  expect(list?.groups[0]?.group).toBe('75+')
  const overall = result('all', 1.5, 'confabulation rate')
  expect(distanceFromOverall(result('75+', 4.2, 'confabulation rate'), overall)).toBeCloseTo(-2.7)
})

test('each metric and dataset is a list of its own, with its result for everyone', () => {
  const elsewhere = { ...result('female', 0.7), dataset: 'Rural clinics' }
  const everyone = result('all', 0.9)
  const lists = resultsByMetric(
    [result('female', 0.8), elsewhere],
    [everyone, { ...everyone, dataset: 'Rural clinics', estimate: 0.75 }],
  )
  expect(lists.map(({ dataset, overall }) => [dataset, overall?.estimate])).toEqual([
    ['Two hospitals', 0.9],
    ['Rural clinics', 0.75],
  ])
})

test('the weakest group of the model is that of the first metric with a value', () => {
  const lists = resultsByMetric([result('a', null, 'specificity'), result('b', 0.8), result('c', 0.6)], [])
  expect(weakestGroup(lists)?.group).toBe('c')
  expect(weakestGroup([])).toBeNull()
})
