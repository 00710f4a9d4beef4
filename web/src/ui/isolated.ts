/** A name or a range within a string of the other direction, where no `bdi` can stand: in an attribute, in a label. */
export const isolated = (text: string): string => `\u2068${text}\u2069`
