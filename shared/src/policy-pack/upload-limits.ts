import * as z from 'zod/mini'

const some = z.int().check(z.positive())

/** How much may be uploaded, in bytes and files (security.md 9), and for how many days a rejected file stays in quarantine. */
export const UploadLimits = z.strictObject({
  fileBytes: some,
  filesPerDossier: some,
  bytesPerDossier: some,
  bytesPerOrganisationADay: some,
  rejectedDays: some,
})
export type UploadLimits = z.infer<typeof UploadLimits>

/** Of a pack from before it could say. */
export const earlierUploadLimits: UploadLimits = {
  fileBytes: 2 * 1024 ** 3,
  filesPerDossier: 500,
  bytesPerDossier: 20 * 1024 ** 3,
  bytesPerOrganisationADay: 40 * 1024 ** 3,
  rejectedDays: 30,
}
