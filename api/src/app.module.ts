import { Module } from '@nestjs/common'
import type { DynamicModule, Provider } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core'
import { GraphQLModule } from '@nestjs/graphql'
import { MercuriusDriver } from '@nestjs/mercurius'
import type { MercuriusDriverConfig } from '@nestjs/mercurius'
import { PassportModule } from '@nestjs/passport'
import { ApprovalWorkflow } from './approvals/index.ts'
import { Assignments, ReviewerAssignmentWorkflow } from './assignments/index.ts'
import { Choreography } from './choreography.ts'
import { Clocks } from './clocks/index.ts'
import { ConfidentialityClaimWorkflow } from './confidentiality-claims/index.ts'
import { Deadlines } from './deadlines.ts'
import { DecisionWorkflow, Decisions } from './decisions/index.ts'
import { DocumentResolver, DocumentsModule } from './documents/index.ts'
import { DossierEditor, Dossiers } from './dossiers/index.ts'
import { HealthController, Readiness } from './health/index.ts'
import { InformationRequestWorkflow, InformationRequests } from './information-requests/index.ts'
import { AccountController } from './kernel/auth/account.controller.ts'
import { DemoController } from './kernel/auth/demo.controller.ts'
import { EnrolController } from './kernel/auth/enrol.controller.ts'
import { SecretBox } from './kernel/auth/secret-box.ts'
import { SessionController } from './kernel/auth/session.controller.ts'
import { OidcController } from './kernel/auth/oidc.controller.ts'
import { Oidc } from './kernel/auth/oidc.ts'
import { Sessions } from './kernel/auth/sessions.ts'
import { SignIn } from './kernel/auth/sign-in.ts'
import { SignInController } from './kernel/auth/sign-in.controller.ts'
import { strategies } from './kernel/auth/strategies.ts'
import { Databases } from './kernel/db/databases.ts'
import { DoorGuard } from './kernel/edge/door.guard.ts'
import { AbsenceFilter } from './kernel/edge/absence.filter.ts'
import { FaultFilter } from './kernel/edge/fault.filter.ts'
import { depthAtMost, documentLimits, tokensAtMost } from './kernel/edge/limits.ts'
import { readPlainFieldsDirectly } from './kernel/edge/plain-fields.ts'
import { RefusedInputFilter } from './kernel/edge/refused-input.filter.ts'
import { SecurityTextController } from './kernel/edge/security-text.controller.ts'
import { EventsController } from './kernel/live/events.controller.ts'
import { LiveStreams } from './kernel/live/live-streams.ts'
import { Lifecycle } from './kernel/lifecycle.ts'
import { Portal } from './kernel/portal.ts'
import { FileKeys } from './kernel/signing/keys.ts'
import { KeysController } from './kernel/signing/keys.controller.ts'
import { Signing } from './kernel/signing/signing.ts'
import { DevMailController, Mailer } from './mail/index.ts'
import { Notices } from './notices/index.ts'
import { Organisations } from './organisations/index.ts'
import { Accounts, AccountsController, Colleagues, Invitations } from './people/index.ts'
import { PolicyPacks } from './policy-packs/index.ts'
import { resolvers } from './resolvers.ts'
import { Retention } from './retention.ts'
import { CaseReactions, DecisionReactions, Recusals, RequestReactions, ReviewReactions } from './reactions/index.ts'
import { Publisher } from './register/index.ts'
import { Receipts, ReceiptsController } from './receipts/index.ts'
import { ReviewStageWorkflow, Reviews } from './reviews/index.ts'
import { SubmissionWorkflow, Submissions } from './submissions/index.ts'
import { CheckpointSigner, LogProofs, PublicLogController, Sequencer, Witnesses } from './transparency-log/index.ts'

/** What exists before the framework does: opened connections, the keys, the installation's facts. */
export type Ground = { databases: Databases; portal: Portal; keys: FileKeys; signing: Signing; box: SecretBox }

@Module({})
class GroundModule {
  static on({ databases, portal, keys, signing, box }: Ground): DynamicModule {
    const providers: Provider[] = [
      { provide: Databases, useValue: databases },
      { provide: Portal, useValue: portal },
      { provide: FileKeys, useValue: keys },
      { provide: Signing, useValue: signing },
      { provide: SecretBox, useValue: box },
      Sessions,
    ]
    return {
      module: GroundModule,
      global: true,
      providers,
      exports: [Databases, Portal, FileKeys, Signing, Sessions, SecretBox],
    }
  }
}

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [
        GroundModule.on(ground),
        PassportModule.register({ session: false }),
        DiscoveryModule,
        DocumentsModule,
        GraphQLModule.forRoot<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          autoSchemaFile: true,
          sortSchema: true,
          transformSchema: readPlainFieldsDirectly,
          routes: false,
          graphiql: false,
          subscription: false,
          jit: 2,
          cache: 1000,
          queryDepth: depthAtMost,
          validationRules: [documentLimits],
          graphql: { parseOptions: { maxTokens: tokensAtMost } },
        }),
      ],
      controllers: [
        EventsController,
        HealthController,
        KeysController,
        ReceiptsController,
        DevMailController,
        AccountsController,
        OidcController,
        PublicLogController,
        SecurityTextController,
        SignInController,
        EnrolController,
        SessionController,
        AccountController,
        DemoController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: DoorGuard },
        // The first is asked last.
        { provide: APP_FILTER, useClass: FaultFilter },
        { provide: APP_FILTER, useClass: RefusedInputFilter },
        { provide: APP_FILTER, useClass: AbsenceFilter },
        ...resolvers.filter((resolver) => resolver !== DocumentResolver),
        SignIn,
        ...strategies,
        Lifecycle,
        LiveStreams,
        Readiness,
        PolicyPacks,
        Clocks,
        Dossiers,
        DossierEditor,
        SubmissionWorkflow,
        Submissions,
        ConfidentialityClaimWorkflow,
        ReviewStageWorkflow,
        Reviews,
        ReviewerAssignmentWorkflow,
        Assignments,
        InformationRequestWorkflow,
        InformationRequests,
        DecisionWorkflow,
        Decisions,
        ApprovalWorkflow,
        Publisher,
        Receipts,
        Notices,
        Mailer,
        Accounts,
        Oidc,
        Colleagues,
        Invitations,
        Organisations,
        Sequencer,
        CheckpointSigner,
        LogProofs,
        Witnesses,
        Recusals,
        CaseReactions,
        ReviewReactions,
        RequestReactions,
        DecisionReactions,
        Choreography,
        Deadlines,
        Retention,
      ],
    }
  }
}
