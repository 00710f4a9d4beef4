import { Module } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyInstance } from 'fastify'
import { Portal } from '../kernel/portal.ts'
import { DocumentResolver } from './document.resolver.ts'
import { DocumentRetention } from './document-retention.ts'
import { DocumentScanner } from './document-scanner.ts'
import { DocumentsController } from './documents.controller.ts'
import { Documents } from './documents.ts'
import { FileStore } from './file-store.ts'
import { UploadDoor } from './upload-door.ts'
import { UploadedCards } from './uploaded-cards.ts'

/** Files: upload door, quarantine, scan, store, download. Needs Databases, Sessions and Portal from the kernel. */
@Module({
  controllers: [DocumentsController],
  providers: [
    Documents,
    DocumentScanner,
    DocumentRetention,
    DocumentResolver,
    UploadDoor,
    UploadedCards,
    { provide: FileStore, inject: [Portal], useFactory: (portal: Portal) => new FileStore(portal.dataDir) },
  ],
  exports: [DocumentScanner, FileStore, UploadedCards],
})
export class DocumentsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** The bytes of an upload are not parsed: the request's own stream goes to the store. */
  onModuleInit(): void {
    const app = this.host.httpAdapter.getInstance<FastifyInstance>()
    app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
  }
}
