// Plain JavaScript on purpose: it must run on any Node, so that an old one gets a sentence and not a syntax error.
const needed = 24
const [major] = process.versions.node.split('.')
if (Number(major) < needed) {
  console.error(
    `Placet needs Node ${needed}, and this is ${process.version}. On Linux "npm ci" brings it along; elsewhere install Node ${needed} from nodejs.org.`,
  )
  process.exit(1)
}
const [task] = process.argv.splice(2, 1)
await import(new URL(`./${task}.ts`, import.meta.url).href)
