import { Plural, Trans } from '@lingui/react/macro'
import { BodyLong, Button, Heading } from '@navikt/ds-react'
import { useState } from 'react'
import * as z from 'zod/mini'
import { RecoveryCodes } from '../../session/recovery-codes.tsx'
import { ask } from '../../session/rest.ts'
import { ProofRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { ServerFault } from '../../ui/server-fault.tsx'

const Made = z.object({ codes: z.array(z.string()) })

/** Recovery codes: how many are left, and ten new ones in place of all. */
export function RecoverySection({ left, onMade }: { left: number; onMade: () => void }) {
  const proof = useProof()
  const [codes, setCodes] = useState<readonly string[]>([])

  return (
    <section className="ui-stack" aria-labelledby="recovery">
      <Heading level="2" size="small" id="recovery">
        <Trans>Recovery codes</Trans>
      </Heading>
      <BodyLong>
        <Plural
          value={left}
          _0="You have no recovery code. Ten of them, kept on paper, open your account when your devices are lost."
          one="You have # unused recovery code left."
          other="You have # unused recovery codes left."
        />
      </BodyLong>
      <ProofRefused refusal={proof.refusal} level="h3">
        <Trans>No codes were made</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      {codes.length > 0 && <RecoveryCodes codes={codes} level="3" />}
      <div>
        <Button
          type="button"
          variant="secondary"
          loading={proof.sending}
          onClick={() =>
            void proof.run(
              () => ask('/auth/account/recovery-codes', Made, {}),
              (made) => {
                setCodes(made.codes)
                onMade()
              },
            )
          }
        >
          {left === 0 ? <Trans>Make ten recovery codes</Trans> : <Trans>Make ten new ones in their place</Trans>}
        </Button>
      </div>
    </section>
  )
}
