import { config } from 'zod/mini'

// Zod would try `new Function` once, which the page's policy forbids and reports.
config({ jitless: true })
