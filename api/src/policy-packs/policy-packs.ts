import { Injectable } from '@nestjs/common'
import Holidays from 'date-holidays'
import type { Calendar } from '@placet/shared/clock/working-days'
import { localisePack, parsePolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { LocalPack, PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import { findField } from '@placet/shared/policy-pack/fields'
import { withLabels } from '@placet/shared/policy-pack/labels'
import type { AgencySettings } from '@placet/shared/policy-pack/options'
import { anyone } from '../kernel/auth/actor.ts'
import type { Language } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { labelParamsBy } from '../kernel/wording.ts'

type Stored = { id: string; pack: PolicyPack; local: Map<Language, LocalPack> }

/** Every version of the policy pack, and the agency's own settings: read at boot, validated, kept in memory (they change by release, not by request). */
@Injectable()
export class PolicyPacks {
  private packs = new Map<string, Stored>()
  private current: Stored | undefined
  private settings: { name: string; country: string; timeZone: string; raceEthnicity: string[] } | undefined
  private readonly calendars = new Map<number, Calendar>()

  constructor(private readonly databases: Databases) {}

  /** @throws {PolicyPackError} that names the path of what is wrong */
  async load(): Promise<void> {
    await run(this.databases.app, anyone, 'read', async (tx) => {
      const rows = await tx.rows<{ id: string; document: string }>(
        `select id, document from policy_pack order by in_force_from`,
      )
      this.packs = new Map(
        rows.map(({ id, document }) => [id, { id, pack: parsePolicyPack(JSON.parse(document)), local: new Map() }]),
      )
      const last = rows.at(-1)
      this.current = last === undefined ? undefined : this.packs.get(last.id)
      const [agency] = await tx.rows<{ name: string; country: string; time_zone: string; race_ethnicity: string[] }>(
        `select name, country, time_zone, race_ethnicity from agency_setting`,
      )
      if (agency !== undefined)
        this.settings = {
          name: agency.name,
          country: agency.country,
          timeZone: agency.time_zone,
          raceEthnicity: agency.race_ethnicity,
        }
    })
    this.calendars.clear()
    labelParamsBy((params, language) => this.words(params, language))
  }

  /** The pack that new submissions are pinned to. */
  inForce(): { id: string; pack: PolicyPack } {
    if (this.current === undefined) throw new Error('no policy pack is in force')
    return this.current
  }

  get(id: string): PolicyPack {
    const found = this.packs.get(id)
    if (found === undefined) throw notFound()
    return found.pack
  }

  local(id: string, language: Language): LocalPack {
    const found = this.packs.get(id)
    if (found === undefined) throw notFound()
    const known = found.local.get(language)
    if (known !== undefined) return known
    const made = localisePack(found.pack, language)
    found.local.set(language, made)
    return made
  }

  /**
   * Ids in a message's params with their words beside them: those of the newest pack that knows them all, as a case that
   * is pinned to an older one has things that the pack in force may have no words for.
   */
  private words(params: Record<string, string | number>, language: Language): Record<string, string | number> {
    if (this.current === undefined) return params
    const newestFirst = [...this.packs.keys()].reverse()
    const knowing = newestFirst.find((id) => knows(this.local(id, language), params)) ?? this.current.id
    const pack = this.local(knowing, language)
    const stage = pack.stages.find(({ key }) => key === params['stage'])
    const question = questionOf(pack, params['question'])
    return {
      ...withLabels(pack, params),
      ...(stage === undefined ? {} : { stage: stage.label }),
      ...(question === undefined
        ? {}
        : { question: 'question' in question ? question.question : question.reviewQuestion }),
    }
  }

  get agency(): AgencySettings<PolicyPack> {
    const groups = this.settings?.raceEthnicity ?? []
    return groups.length === 0
      ? {}
      : { raceEthnicity: groups.map((group) => ({ value: group, label: { en: group, fr: group, ar: group } })) }
  }

  /** Weekends and public holidays of the agency's country, some years round `at`. */
  calendar(at: Date): Calendar {
    const year = at.getUTCFullYear()
    const known = this.calendars.get(year)
    if (known !== undefined) return known
    const { country, timeZone } = this.settings ?? { country: 'CH', timeZone: 'UTC' }
    const source = new Holidays(country)
    const holidays = [-2, -1, 0, 1, 2, 3, 4, 5]
      .flatMap((offset) => source.getHolidays(year + offset))
      .filter(({ type }) => type === 'public')
      .map(({ date }) => date.slice(0, 10))
    const made = { weekend: weekendOf(country), holidays: [...new Set(holidays)].sort(), timeZone }
    this.calendars.set(year, made)
    return made
  }
}

const questionOf = (pack: LocalPack, asked: unknown) =>
  [...pack.reviewQuestions, ...pack.whoRecommendations].find(({ id }) => id === asked)

const knows = (pack: LocalPack, { field, stage, question }: Record<string, string | number>): boolean =>
  (field === undefined || findField(pack, String(field)) !== undefined) &&
  (stage === undefined || pack.stages.some(({ key }) => key === stage)) &&
  (question === undefined || questionOf(pack, question) !== undefined)

/** Countries whose week ends on Friday and Saturday (Unicode CLDR weekData); Saturday and Sunday elsewhere. */
const fridaySaturday = new Set(['AE', 'BH', 'DZ', 'EG', 'IQ', 'JO', 'KW', 'LY', 'OM', 'QA', 'SA', 'SD', 'SY', 'YE'])
const weekendOf = (country: string): number[] => (fridaySaturday.has(country) ? [5, 6] : [6, 0])
