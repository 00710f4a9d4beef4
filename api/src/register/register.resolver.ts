import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import { findField } from '@placet/shared/policy-pack/fields'
import { Dossiers } from '../dossiers/index.ts'
import type { Language } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { notFound } from '../kernel/errors.ts'
import { keysOf, pageSize, searchWords } from '../kernel/paging.ts'
import { Policy } from '../kernel/policy.ts'
import { say } from '../kernel/wording.ts'
import { Lang, PolicyPacks } from '../policy-packs/index.ts'
import type { Page } from './publisher.ts'
import { RegisterConnection, RegisterEdge, RegisterEntry, RegisterEntryPage, RegisterSearch } from './register.types.ts'

const countedTo = 1001
const columns = `e.no, e.model_name as "modelName", e.model_version as "modelVersion", e.developer, e.status, e.risk_class as "riskClass", e.summary,
  array_to_string(e.use_categories, ' ') as uses, e.decided_at as "decidedAt", e.valid_until as "validUntil"`

type Listed = { entries: RegisterEntry[]; total: number | null }

/** The public register: one named statement of the public role for each answer. */
@Resolver(() => RegisterEntry)
export class RegisterResolver {
  constructor(
    private readonly databases: Databases,
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
  ) {}

  @Query(() => RegisterConnection)
  @Policy('public')
  async registerEntries(@Args() search: RegisterSearch): Promise<RegisterConnection> {
    const { q } = search
    const [status, use, riskClass] = [search.status, search.use, search.riskClass].map(searchWords)
    const first = pageSize(search.first)
    const after = keysOf(search.after, ['day', 'text'])
    const values: unknown[] = [first + 1]
    const add = (value: unknown) => `$${values.push(value)}`
    const filters: string[] = []
    const words = searchWords(q)
    if (words !== '') {
      const query = add(words)
      const like = add(`%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`)
      filters.push(`(e.words @@ websearch_to_tsquery('simple', ${query}) or lower(e.model_name) like ${like})`)
    }
    if (status) filters.push(`e.status = ${add(status)}`)
    if (riskClass) filters.push(`e.risk_class = ${add(riskClass)}`)
    if (use) filters.push(`e.use_categories @> array[${add(use)}]::text[]`)
    // One kept counter answers the common cases; anything finer is counted up to a bound.
    const counter =
      words === '' && !use && !(status && riskClass)
        ? `(select count::int from register_counter where key = ${add(status ? `status:${status}` : riskClass ? `class:${riskClass}` : 'all')})`
        : `(select count(*)::int from (select 1 from register_entry e where ${filters.join(' and ') || 'true'} limit ${countedTo}) c)`
    const page =
      after === null ? filters : [...filters, `(e.decided_at, e.no) < (${add(after[0])}::date, ${add(after[1])}::text)`]
    const where = page.length === 0 ? '' : `where ${page.join(' and ')}`
    // The page comes as one JSON value: one text to read instead of one a column and row.
    const { rows } = await this.databases.publicReads.query<Listed>({
      name: `register ${words !== ''} ${Boolean(status)} ${Boolean(riskClass)} ${Boolean(use)} ${after !== null}`,
      text: `select ${counter} as total, coalesce((select json_agg(p) from
        (select ${columns} from register_entry e ${where} order by e.decided_at desc, e.no desc limit $1) p), '[]') as entries`,
      values,
    })
    const { entries = [], total: counted = null } = rows[0] ?? {}
    const edges = entries.slice(0, first).map((entry) => new RegisterEdge(entry))
    const total = counted ?? 0
    return {
      edges,
      total,
      totalIsExact: counter.includes('register_counter') || total < countedTo,
      pageInfo: {
        hasNextPage: entries.length > first,
        hasPreviousPage: after !== null,
        get startCursor() {
          return edges[0]?.cursor ?? null
        },
        get endCursor() {
          return edges.at(-1)?.cursor ?? null
        },
      },
    }
  }

  @ResolveField(() => [String])
  useCategories(@Parent() { uses }: RegisterEntry): string[] {
    return uses === '' ? [] : uses.split(' ')
  }

  @Query(() => RegisterEntryPage)
  @Policy('public')
  async registerEntry(
    @Args('no', { type: () => ID }) no: string,
    @Args('lang', { type: () => Lang }) lang: Language,
  ): Promise<RegisterEntryPage> {
    const { rows } = await this.databases.publicReads.query<RegisterEntry & { page: Page; logIndex: string | null }>({
      name: 'register entry',
      text: `select ${columns}, e.page, e.log_index as "logIndex" from register_entry e where e.no = $1`,
      values: [searchWords(no)],
    })
    const [row] = rows
    if (row === undefined) throw notFound()
    const { page } = row
    const pack = this.packs.local(page.packId, lang)
    return {
      packId: page.packId,
      entry: row,
      fields: page.fields.map((field) => ({ ...field, label: findField(pack, field.field)?.label ?? field.field })),
      groupResults: page.groupResults,
      headline: page.headline,
      demonstration: page.demonstration,
      decision: {
        ...page.decision,
        notAvailable: page.decision.notAvailable.map((what) => say(lang, `notAvailable.${what}`)),
        stepsOfClass: this.dossiers.classification(page.packId, page.classInputs, lang).steps,
        logIndex: row.logIndex === null ? null : Number(row.logIndex),
      },
    }
  }
}
