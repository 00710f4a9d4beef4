import { Catch } from '@nestjs/common'
import type { ExceptionFilter } from '@nestjs/common'
import { GraphQLError } from 'graphql'

/** Absence is an answer of the graph, not a fault of ours: it goes back as the field's error without a line in the log. */
@Catch(GraphQLError)
export class AbsenceFilter implements ExceptionFilter<GraphQLError> {
  catch(absence: GraphQLError): GraphQLError {
    return absence
  }
}
