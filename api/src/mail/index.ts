export { DevMailController } from './dev-mail.controller.ts'
export { Mailer } from './mailer.ts'
