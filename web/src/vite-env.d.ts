/// <reference types="vite/client" />
declare module '*.po?public' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}
declare module '*.po?workspaces' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}
declare module '*.po' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}
