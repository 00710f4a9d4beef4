import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One reviewer's report of one stage; signed by the machine's REPORT_SIGNED, blind until every report of the stage is. */
@Entity('stage_report')
export class StageReportRow {
  @PrimaryColumn('uuid') id: string
  @Column('uuid') caseId: string
  @Column('uuid') organisationId: string
  @Column('uuid') stageId: string
  @Column('uuid') assignmentId: string
  @Column('uuid') reviewerId: string
  @Column('integer') version: number
  @Column('text', { nullable: true }) recommendation: string | null
  @Column('text') summary: string
  @Column('text', { nullable: true }) dissent: string | null
  @Column('timestamptz', { nullable: true }) signedAt: Date | null
  @Column('boolean') revealed: boolean
}
