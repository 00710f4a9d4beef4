export { Organisation } from './organisation.entity.ts'
export { findOrganisation, findPerson } from './people.ts'
export { PeopleResolver } from './people.resolver.ts'
export { Person } from './person.entity.ts'
