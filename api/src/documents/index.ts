export { DocumentTexts } from './document-texts.ts'
export { Document } from './document.entity.ts'
export { DocumentResolver } from './document.resolver.ts'
export { DocumentsModule } from './documents.module.ts'
