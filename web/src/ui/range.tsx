/** A range such as 18–44 or 90.1–92.6. Without isolation, it would read 44–18 in Arabic text. */
export function Range({ from, to, unit = '' }: { from: string | number; to: string | number; unit?: string }) {
  return (
    <bdi dir="ltr">
      {from}–{to}
      {unit}
    </bdi>
  )
}
