export { Document } from './document.entity.ts'
export { DocumentResolver } from './document.resolver.ts'
export { DocumentsModule } from './documents.module.ts'
export { UploadedCards } from './uploaded-cards.ts'
