import { Injectable } from '@nestjs/common'

/** Stands in its own file because a transformer may drop an import that is used as a type alone. */
@Injectable()
export class InjectedClock {
  readonly name = 'clock'
}
