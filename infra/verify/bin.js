#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node gets a sentence and not a syntax error.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`placet-verify needs Node 24, and this is ${process.version}.`)
  process.exit(2)
}
await import('./src/main.ts')
