import { Injectable } from '@nestjs/common'

/** Turns false when the process is told to stop, before it stops. */
@Injectable()
export class Readiness {
  stopping = false
}
