export { OrganisationResolver } from './organisation.resolver.ts'
export { Organisations } from './organisations.ts'
