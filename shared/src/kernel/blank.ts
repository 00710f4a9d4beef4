// The braille blank is a character that prints nothing, though Unicode does not count it among those to be ignored.
const unseen = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]*$/u

/** Nothing to be read: an empty text, or one of blanks and of characters that print nothing, such as a zero-width space. */
export const isBlank = (text: string): boolean => unseen.test(text)
