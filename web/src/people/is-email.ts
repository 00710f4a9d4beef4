import { email } from '@placet/shared/kernel/input'

/** By the very schema that the server asks. */
export const isEmail = (typed: string): boolean => email.safeParse(typed).success
