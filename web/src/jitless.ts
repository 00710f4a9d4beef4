declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined
}

// Zod would try `new Function` once, which the page's policy forbids and reports. It reads this object when it is
// loaded, and only pages that parse something load it.
globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true }

export {}
