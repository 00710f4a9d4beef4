import { runPortal } from './portal.ts'

// The build as it is: `npm run dev` keeps it fresh, and a container brings it along.
await runPortal()
