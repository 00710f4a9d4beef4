import type { PreloadedQueryRef } from '@apollo/client/react'
import { useReadQuery } from '@apollo/client/react'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense } from 'react'
import { type LoaderFunctionArgs, Outlet, redirect, useLoaderData } from 'react-router'
import { client, preload } from './apollo.ts'
import { officeName } from './dossier/status-words.ts'
import { SessionDocument, type SessionQuery } from './session/session.generated.ts'
import { AppFooter } from './ui/app-footer.tsx'
import { type HeaderLink, PublicHeader, SkipLink, WorkspaceHeader } from './ui/app-header.tsx'
import { DateText } from './ui/date-text.tsx'
import { loadWorkspaceTexts } from './ui/language.ts'
import { LoadingSkeleton } from './ui/loading-skeleton.tsx'
import { OfflineBar } from './ui/offline-bar.tsx'
import { RoleNeeded, RouteErrorBoundary } from './ui/route-error-boundary.tsx'
import { TextLink } from './ui/text-link.tsx'
import { WithoutIt } from './ui/without-it.tsx'

// Comes after the page, and before it is needed: by then the portal may have another version.
const SignInAgain = lazy(async () => ({ default: (await import('./session/sign-in-again.tsx')).SignInAgain }))
const ProofDialog = lazy(async () => ({ default: (await import('./session/proof-dialog.tsx')).ProofDialog }))
const SessionWarning = lazy(async () => ({ default: (await import('./session/session-warning.tsx')).SessionWarning }))

type Session = SessionQuery
type SignedIn = Session & { me: NonNullable<Session['me']> }

const agencyRoles = new Set([
  'screeningOfficer',
  'caseManager',
  'stageLead',
  'reviewer',
  'decisionMaker',
  'deputy',
  'integrityOfficer',
  'inspector',
  'agencyAdmin',
])

/** Which workspace a person's roles open. */
function workspaceOf(roles: readonly string[]): '/agency' | '/apply' {
  return roles.some((role) => agencyRoles.has(role)) ? '/agency' : '/apply'
}

async function session(request: Request): Promise<SignedIn> {
  const [{ data }] = await Promise.all([client.query({ query: SessionDocument }), loadWorkspaceTexts()])
  if (!data) throw new Error('The session could not be read')
  if (!data.me) {
    const { pathname, search } = new URL(request.url)
    throw redirect(`/sign-in?return=${encodeURIComponent(pathname + search)}`)
  }
  return { ...data, me: data.me }
}

/** Reads the session for the applicant's workspace; anyone else is told which role opens it. */
export async function applicantLoader({ request }: LoaderFunctionArgs): Promise<SignedIn> {
  const signedIn = await session(request)
  if (!signedIn.me.organisation)
    throw new RoleNeeded(
      msg`contributors and officers of an applicant`,
      msg`an administrator of the applicant’s organisation`,
    )
  return signedIn
}

/** Reads the session for the agency's workspace. */
export async function agencyLoader({ request }: LoaderFunctionArgs): Promise<SignedIn> {
  const signedIn = await session(request)
  if (!signedIn.me.roles.some((role) => agencyRoles.has(role)))
    throw new RoleNeeded(msg`people who work for the agency`, msg`an administrator of the agency`)
  return signedIn
}

/** Reads the session for the administrator's pages. */
export async function adminLoader({ request }: LoaderFunctionArgs): Promise<SignedIn> {
  const signedIn = await session(request)
  if (!signedIn.me.roles.includes('agencyAdmin'))
    throw new RoleNeeded(msg`administrators of the agency`, msg`another administrator of the agency`)
  return signedIn
}

/** Reads the session for pages that belong to whoever is signed in. */
export async function accountLoader({ request }: LoaderFunctionArgs): Promise<SignedIn> {
  return await session(request)
}

/** Starts reading the session; the public's pages do not wait for it. */
export function publicLoader(): PreloadedQueryRef<SessionQuery> {
  return preload(SessionDocument, {})
}

/** The person who is signed in, in any page below a workspace's layout. */
export type { SignedIn }

function Frame({
  header,
  session: { me, mode, agencyClock },
  children,
}: {
  header: ReactNode
  session: SignedIn
  children: ReactNode
}) {
  return (
    <>
      <SkipLink />
      {mode.demo && (
        <DemonstrationBar>
          {agencyClock.offsetDays > 0 && (
            <Trans>
              The agency’s date is <DateText value={agencyClock.now} />.
            </Trans>
          )}
        </DemonstrationBar>
      )}
      {header}
      <OfflineBar />
      {children}
      <AppFooter />
      <WithoutIt instead={null}>
        <Suspense fallback={null}>
          <SignInAgain person={me} />
          <ProofDialog email={me.email} staff={me.organisation === null} />
          <SessionWarning />
        </Suspense>
      </WithoutIt>
    </>
  )
}

function Main() {
  return (
    <main id="main" tabIndex={-1} className="ui-main">
      <Suspense fallback={<LoadingSkeleton />}>
        <Outlet />
      </Suspense>
    </main>
  )
}

/** The applicant's workspace: dark header with the organisation's name. */
export function ApplicantWorkspace() {
  const { t } = useLingui()
  const signedIn = useLoaderData<SignedIn>()
  const links: HeaderLink[] = [
    { to: '/apply', label: t`My dossiers`, end: true },
    { to: '/apply/organisation', label: t`Organisation` },
    { to: '/register', label: t`Register` },
  ]
  return (
    <Frame
      session={signedIn}
      header={
        <WorkspaceHeader
          home="/apply"
          workspace={<Trans>Applicant</Trans>}
          links={links}
          person={signedIn.me.name}
          belongsTo={signedIn.me.organisation?.name ?? ''}
        />
      }
    >
      <Main />
    </Frame>
  )
}

/** The agency's workspace: dark header with the word "Agency". */
export function AgencyWorkspace() {
  const { t } = useLingui()
  const signedIn = useLoaderData<SignedIn>()
  const links: HeaderLink[] = [
    { to: '/agency', label: t`My day`, end: true },
    { to: '/agency/queue', label: t`Queue` },
    { to: '/register', label: t`Register` },
    ...(signedIn.me.roles.includes('agencyAdmin') ? [{ to: '/admin/users', label: t`Administration` }] : []),
  ]
  return (
    <Frame
      session={signedIn}
      header={
        <WorkspaceHeader
          home="/agency"
          workspace={<Trans>Agency</Trans>}
          links={links}
          person={signedIn.me.name}
          belongsTo={officeName(t, signedIn.me.office ?? '')}
        />
      }
    >
      <Main />
    </Frame>
  )
}

/** The administrator's workspace, in the agency's header: people and organisations, no dossier. */
export function AdminWorkspace() {
  const { t } = useLingui()
  const signedIn = useLoaderData<SignedIn>()
  const links: HeaderLink[] = [
    { to: '/admin/users', label: t`People` },
    { to: '/admin/organisations', label: t`Organisations` },
    { to: '/agency', label: t`My day`, end: true },
  ]
  return (
    <Frame
      session={signedIn}
      header={
        <WorkspaceHeader
          home="/admin/users"
          workspace={<Trans>Administration</Trans>}
          links={links}
          person={signedIn.me.name}
          belongsTo={officeName(t, signedIn.me.office ?? '')}
        />
      }
    >
      <Main />
    </Frame>
  )
}

/** The account's own pages, in the header of the workspace that the person works in. */
export function AccountWorkspace() {
  const { me } = useLoaderData<SignedIn>()
  return workspaceOf(me.roles) === '/agency' ? <AgencyWorkspace /> : <ApplicantWorkspace />
}

/** The public's workspace: white header, no sign-in needed. */
export function PublicWorkspace() {
  return (
    <>
      <SkipLink />
      <WithoutIt instead={null}>
        <Suspense fallback={null}>
          <DemonstrationNote />
        </Suspense>
      </WithoutIt>
      <PublicHeader
        links={[{ to: '/register', label: <Trans>Search the register</Trans> }]}
        account={
          <WithoutIt instead={<SignInLink />}>
            <Suspense fallback={null}>
              <WayIn />
            </Suspense>
          </WithoutIt>
        }
      />
      <OfflineBar />
      <Main />
      <AppFooter />
    </>
  )
}

/** What stands in a workspace's place when its session could not be read, or does not open it: header and footer stay. */
export function WorkspaceError() {
  return (
    <>
      <SkipLink />
      <PublicHeader links={[{ to: '/register', label: <Trans>Search the register</Trans> }]} account={<SignInLink />} />
      <main id="main" tabIndex={-1} className="ui-main">
        <RouteErrorBoundary />
      </main>
      <AppFooter />
    </>
  )
}

function DemonstrationNote() {
  const { data } = useReadQuery(useLoaderData<PreloadedQueryRef<SessionQuery>>())
  return data.mode.demo ? <DemonstrationBar /> : null
}

function DemonstrationBar({ children }: { children?: ReactNode }) {
  const { t } = useLingui()
  return (
    <section className="ui-demo" aria-label={t`Demonstration`}>
      <Trans>Demonstration: what is decided here is not valid.</Trans> {children}
    </section>
  )
}

function SignInLink() {
  return (
    <TextLink to="/sign-in" variant="neutral">
      <Trans>Sign in</Trans>
    </TextLink>
  )
}

function WayIn() {
  const { data } = useReadQuery(useLoaderData<PreloadedQueryRef<SessionQuery>>())
  if (!data.me) {
    return <SignInLink />
  }
  return (
    <TextLink to={workspaceOf(data.me.roles)} variant="neutral">
      <Trans>
        Go to your work, <bdi>{data.me.name}</bdi>
      </Trans>
    </TextLink>
  )
}
