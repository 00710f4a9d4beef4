import type { ComponentType } from 'react'
import { createBrowserRouter, type LoaderFunction, type RouteObject } from 'react-router'
import { Root, RootError, RootLoading } from './root.tsx'
import { RouteErrorBoundary } from './ui/route-error-boundary.tsx'
import {
  accountLoader,
  AccountWorkspace,
  adminLoader,
  AdminWorkspace,
  agencyLoader,
  AgencyWorkspace,
  applicantLoader,
  ApplicantWorkspace,
  publicLoader,
  PublicWorkspace,
  WorkspaceError,
} from './workspace.tsx'

type PageModule<Name extends string> = Record<Name, ComponentType> & { loader?: LoaderFunction }

/** A page in its own chunk. Its module may export a `loader`, which starts the page's query. */
function page<Name extends string>(path: string, load: () => Promise<PageModule<Name>>, name: Name): RouteObject {
  const lazy = async () => {
    const module = await load()
    return { Component: module[name], ...(module.loader ? { loader: module.loader } : {}) }
  }
  return path === '' ? { index: true, lazy } : { path, lazy }
}

// An error of a page is shown in its place, with header and footer around it.
const within = (children: RouteObject[]): RouteObject[] => [{ ErrorBoundary: RouteErrorBoundary, children }]

const publicPages = within([
  page('', () => import('./public/start/start-page.tsx'), 'StartPage'),
  page('register', () => import('./public/register/register-page.tsx'), 'RegisterPage'),
  page('register/:no', () => import('./public/entry/entry-page.tsx'), 'EntryPage'),
  page('verify', () => import('./public/verify/verify-page.tsx'), 'VerifyPage'),
  page('sign-in', () => import('./public/sign-in/sign-in-page.tsx'), 'SignInPage'),
  page(
    'register-organisation',
    () => import('./public/register-organisation/register-organisation-page.tsx'),
    'RegisterOrganisationPage',
  ),
  page('join', () => import('./public/join/join-page.tsx'), 'JoinPage'),
  page('forgot-password', () => import('./public/reset/forgot-page.tsx'), 'ForgotPage'),
  page('reset-password', () => import('./public/reset/reset-page.tsx'), 'ResetPage'),
  page('confirm-email', () => import('./public/confirm-email/confirm-email-page.tsx'), 'ConfirmEmailPage'),
  page('accessibility', () => import('./public/accessibility/accessibility-page.tsx'), 'AccessibilityPage'),
  page('*', () => import('./public/not-found/not-found-page.tsx'), 'NotFoundPage'),
])

const applicantPages = within([
  page('', () => import('./apply/dossiers/dossiers-page.tsx'), 'DossiersPage'),
  page('organisation', () => import('./apply/organisation/organisation-page.tsx'), 'OrganisationPage'),
  page('new', () => import('./apply/new/new-page.tsx'), 'NewPage'),
  page(':id', () => import('./apply/tasks/tasks-page.tsx'), 'TasksPage'),
  page(':id/import', () => import('./apply/import/import-page.tsx'), 'ImportPage'),
  page(':id/s/:key', () => import('./apply/section/section-page.tsx'), 'SectionPage'),
  page(':id/check', () => import('./apply/check/check-page.tsx'), 'CheckPage'),
  page(':id/declare', () => import('./apply/declare/declare-page.tsx'), 'DeclarePage'),
  page(':id/sent', () => import('./apply/sent/sent-page.tsx'), 'SentPage'),
  page(':id/status', () => import('./apply/status/status-page.tsx'), 'StatusPage'),
  page(':id/requests/:rid', () => import('./apply/request/request-page.tsx'), 'RequestPage'),
])

const agencyPages = within([
  page('', () => import('./agency/day/day-page.tsx'), 'DayPage'),
  page('queue', () => import('./agency/queue/queue-page.tsx'), 'QueuePage'),
  page('cases/:id', () => import('./agency/case/case-page.tsx'), 'CasePage'),
  page('cases/:id/screen', () => import('./agency/screening/screening-page.tsx'), 'ScreeningPage'),
  page('cases/:id/assign', () => import('./agency/assign/assign-page.tsx'), 'AssignPage'),
  page('cases/:id/review', () => import('./agency/review/review-page.tsx'), 'ReviewPage'),
  page('cases/:id/requests', () => import('./agency/requests/requests-page.tsx'), 'RequestsPage'),
  page('cases/:id/decision', () => import('./agency/decision/decision-page.tsx'), 'DecisionPage'),
  page('assignments/:id', () => import('./agency/declare/declare-page.tsx'), 'DeclarePage'),
  page('integrity', () => import('./agency/integrity/integrity-page.tsx'), 'IntegrityPage'),
  page('clock', () => import('./agency/clock/clock-page.tsx'), 'ClockPage'),
])

const adminPages = within([
  page('users', () => import('./admin/users/users-page.tsx'), 'UsersPage'),
  page('organisations', () => import('./admin/organisations/organisations-page.tsx'), 'OrganisationsPage'),
])

const accountPages = within([
  page('', () => import('./account/account-page.tsx'), 'AccountPage'),
  page('security', () => import('./account/security/security-page.tsx'), 'SecurityPage'),
  page('sessions', () => import('./account/sessions/sessions-page.tsx'), 'SessionsPage'),
])

// The session changes by signing in or out only, and both load the whole page anew.
const once = { shouldRevalidate: () => false, ErrorBoundary: WorkspaceError }

const routes: RouteObject[] = [
  {
    Component: Root,
    HydrateFallback: RootLoading,
    ErrorBoundary: RootError,
    children: [
      { path: '/apply', Component: ApplicantWorkspace, loader: applicantLoader, ...once, children: applicantPages },
      { path: '/agency', Component: AgencyWorkspace, loader: agencyLoader, ...once, children: agencyPages },
      { path: '/admin', Component: AdminWorkspace, loader: adminLoader, ...once, children: adminPages },
      {
        id: 'account',
        path: '/account',
        Component: AccountWorkspace,
        loader: accountLoader,
        ...once,
        children: accountPages,
      },
      { path: '/', Component: PublicWorkspace, loader: publicLoader, ...once, children: publicPages },
    ],
  },
]

/** Makes the router, whose loaders start at once: in the language of the page, which must be active by then. */
export const startRouter = () => createBrowserRouter(routes)
