import 'reflect-metadata'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NestFactory } from '@nestjs/core'
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { resolvers } from './resolvers.ts'
import { root } from './root.ts'

const file = join(root, 'api/schema.graphql')

/** The schema as text, printed from the code without a database. */
export async function schemaText(): Promise<string> {
  const nest = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] })
  const schema = await nest.get(GraphQLSchemaFactory).create(resolvers)
  await nest.close()
  return `# Printed from the code by \`npm run schema\`; its difference is the review of the API.\n\n${printSchema(lexicographicSortSchema(schema))}\n`
}

/** Writes `api/schema.graphql`. */
export async function writeSchema(): Promise<void> {
  writeFileSync(file, await schemaText())
}
