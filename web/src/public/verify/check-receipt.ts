import type { ReceiptVerdict } from '@placet/shared/signing/receipt.schema'

/** Longer than any receipt: a whole dossier as it was signed. */
const most = 1_900_000

/** Asks the portal what it finds of a receipt. @throws where it cannot be reached or is broken */
export async function checkReceipt(text: string): Promise<ReceiptVerdict> {
  if (text.length > most || !isJson(text)) return { verdict: 'noReceipt' }
  const answer = await fetch('/receipts/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: text,
  })
  if (answer.status === 400 || answer.status === 413) return { verdict: 'noReceipt' }
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`)
  return (await answer.json()) as ReceiptVerdict
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
