export { Receipts } from './receipts.ts'
export { ReceiptsController } from './receipts.controller.ts'
