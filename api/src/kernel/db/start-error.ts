/** Something outside the program keeps it from starting; the message is one plain sentence for the person at the terminal. */
export class StartError extends Error {
  override name = 'StartError'
}
