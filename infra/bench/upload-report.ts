import type { UploadResult } from './upload-bench.ts'

/** Prints an upload as a table for people and as one JSON object for programs. */
export function printUpload(result: UploadResult): void {
  const { seconds, megabytesPerSecond, ...rest } = result
  console.table({
    'size, MB': (result.bytes / 1e6).toFixed(0),
    'time with inspection, s': seconds.toFixed(1),
    'MB/s': megabytesPerSecond.toFixed(1),
    'memory before, MB': result.rssBeforeMb,
    'memory at most, MB': result.rssPeakMb,
    'went on after the cut at byte': result.resumedAfterCutAt,
    'went on after the restart at byte': result.resumedAfterRestartAt,
    'SHA-256 equals the source’s': result.hashEqual ? 'yes' : 'NO',
  })
  console.log(
    JSON.stringify({
      bench: 'upload',
      ...rest,
      seconds: Number(seconds.toFixed(1)),
      megabytesPerSecond: Number(megabytesPerSecond.toFixed(1)),
    }),
  )
}
