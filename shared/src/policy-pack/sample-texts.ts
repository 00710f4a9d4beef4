import type { Scenario } from './sample-scenarios.ts'

type Words = (scenario: Scenario) => string

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Field id → what the invented applicant writes there. Fields without a line here get a plain sentence. */
export const sampleTexts: Readonly<Record<string, Words>> = {
  applicantLegalName: () => 'Helio Health Limited',
  applicantAddress: () => '12 Harbour Street\nPort City\nDemonstration country',
  publicContact: () => 'questions@helio.example, https://helio.example/models',
  fundingSources: () =>
    'Own funds of the applicant (70%) and a grant of the national research council (30%). No hospital or insurer paid for it.',
  modelName: ({ name }) => name,
  modelVersion: () => '2.1.0',
  modelIdentifier: () => 'sha256:5b1e6f0c9a7d42e3b8c1f4a6d2e97053c8ab14f6d0e3972b5a61c8f4e2d70b93',
  plainSummary: ({ name, task, user, people, excluded }) =>
    `${name} ${task}. It was made for ${people}. Its output goes to ${user}. It does not replace their judgement, and it is not meant for ${excluded}. People are told each time that a machine was at work, and they may decline.`,
  operatingLogic: () =>
    'A transformer of seven thousand million parameters reads the inputs listed above, turns them into one sequence and produces its output step by step. A second, smaller model checks the output against the input and withholds it where the two disagree.',
  inferenceConfiguration: () =>
    'System prompt 14, temperature 0, greedy decoding, at most 800 tokens. Guard model 3.2 with threshold 0.85. No tools and no retrieval but those listed in this dossier.',
  intendedPurpose: ({ name, task, user, people }) =>
    `1. ${name} ${task}, for ${people}.\n2. The output is read by ${user}, who is free to change or discard it.`,
  targetPopulation: ({ people }) =>
    `${capital(people)}. It has not been shown to work for people outside this group, nor where the language of the record is none of those listed.`,
  excludedUses: ({ excluded }) => `It must not be used for ${excluded}.`,
  knownLimitations: ({ limits }) =>
    `${limits} Its results fall when the input is incomplete, and it says so on the screen.`,
  secondaryOutcomes: () =>
    'Users may accept drafts without reading them: every tenth draft asks for a reason before it can be accepted. It may be shown to people outside the group it was made for: the entry screen checks age and setting. Skills may fade: one case in twenty is done without it.',
  riskClassComment: () => 'We agree with the class.',
  divergenceFromUpstream: () =>
    'The upstream model was offered for general text. Its use on health records was not tested by its developer. Our own tests on 2,400 records are in the section on performance.',
  upstreamTrainingSummary: () =>
    'The developer names public web pages, licensed books and code up to March 2024. The share of health texts was not disclosed, nor whether personal data were removed.',
  upstreamChangeControl: () =>
    'We hold our own copy of the weights, pinned by digest. The contract gives 90 days of notice before a version ends. Any new version is tested again on the whole evaluation set and filed as a change.',
  labellingProcess: ({ reference }) =>
    `Labels were given by qualified staff with at least five years of practice; two labelled each case and a third settled disagreement (8% of cases). They were compared with ${reference}.`,
  relevanceToSetting: () =>
    'Most records come from four hospitals of this country, of which one is rural. Equipment and guidelines are the same as in the intended settings. Evidence is thin for people over 85 and for those who speak none of the listed languages at home.',
  biasMitigation: () =>
    'We compared error rates by age, sex, ethnic group and disability after each training run. Older people had more omissions. Weighting their cases twice cut the gap from 5 to 2 percentage points without loss for others.',
  dpiaSummary: () =>
    'Records were used without names, under codes held by the hospitals. The main risks are re-identification and use for other ends. Access is limited to nine named people, every reading is logged, and the hospitals can end the agreement.',
  promptDataHandling: () =>
    'Inputs and outputs stay in the system of the deployer and are deleted after 30 days. The applicant sees none of them and never trains on them.',
  dataSubjectRights: () =>
    'People write to the data protection officer of the deployer, who answers within one month. Records can be taken out of the next training run; an objection to the weights is judged case by case, with reasons. Parents and children are told in words that fit their age.',
  externalValidation: ({ metric }) =>
    `A university hospital that took no part in the development tested it on its own cases and found a ${metric} within two points of ours. Its report is attached to the evidence.`,
  contaminationCheck: () =>
    'Test cases were drawn after the end of the training period, from sites that gave no training data. A search for shared passages of twenty words between the two found none.',
  robustnessAndUncertainty: () =>
    'Blurred, missing or contradictory inputs are refused with a reason. Results under noise, missing values and odd wording are in the table of results. A score below 0.6 is shown as "not sure", and no draft is offered.',
  humanAiTeam: () =>
    'In a crossover study the intended users worked 400 cases with and without the model. Errors fell by a fifth. Where the model was made to be wrong, nine errors in ten were noticed; the rest led to the warning that is now shown.',
  unfavourableResults: () =>
    'A first version was stopped in a pilot of 2023 because it left out allergies in one record of forty. The cause was a length limit; the case is now part of the tests before each release.',
  equityImpact: () =>
    'Rural sites gain most, since specialists are far away. People without a digital record gain least. Two of the four deployers serve poor districts and pay half the price.',
  accessibility: () =>
    'EN 301 549 is met. Two blind users and one with a tremor tested the screens; the one barrier left is the zoom of large images by keyboard.',
  affordability: () =>
    'A yearly fee per bed, halved for public hospitals in low-income districts. It runs on one graphics card and without a network connection for a day.',
  oversightMeasures: ({ user }) =>
    `Every output waits for ${user}, who confirms, changes or discards it. A stop button takes it out of service for the whole site. When it is stopped, work goes on as before it was introduced.`,
  automationBiasControls: () =>
    'Drafts open with the doubtful passages marked, one in ten asks for a reason before it is accepted, and users see monthly how often they changed a draft.',
  userTraining: () =>
    'Four hours with a test at the end: what it can and cannot do, how bias shows, how to talk about it with patients, security, and how to keep practising without it. The course is repeated every year.',
  aiDisclosure: () =>
    'On screen: "Draft made by a machine, not yet checked". In the record: "Made with Helio software and checked by" and the name. For patients: a leaflet in the languages listed.',
  logging: () =>
    'Each use stores time, version, user, input hash, output and what was done with it, for ten years. The deployer reads its own logs; an auditor reads all of them on site.',
  complaintsRedress: () =>
    'Complaints go to the deployer or to safety@helio.example and are answered within ten days. Harm is covered by the insurance named in this dossier; an ombudsman can be asked.',
  consentAndOptOut: () =>
    'People are asked at admission, in writing or by word of mouth, and may decline without giving a reason. Whoever declines gets the same care without the model.',
  escalationPath: () =>
    'Words that point to an emergency, self-harm or abuse stop the dialogue, show the emergency number and tell the person on duty. In 300 test conversations none was missed; 4% were raised without need.',
  dataPoisoningControls: () =>
    'Training data come from signed deliveries of named hospitals, are checked for odd shares of labels, and are frozen with a hash. Retrieval reads only the sources listed, each signed by its custodian.',
  modelExtractionControls: () =>
    'Each user may send 60 requests an hour. Weights are encrypted at rest and leave the site only in signed containers. Tests for extraction and inversion are run before each release.',
  toolUseControls: () =>
    'It may write a draft and send a message to the person on duty, with rights of its own. It can order nothing, and each message needs the consent of the user but in an emergency.',
  vulnerabilityHandling: () =>
    'security@helio.example with a public key and a file security.txt. Critical faults are mended within 7 days, others within 60. Deployers are told by e-mail and in the release notes.',
  engagementSummary: () =>
    'Patients, carers, nurses and a disability organisation were heard from the first design on. Because of them drafts are never shown to patients unread, and people can decline by a word at the bedside.',
  ethicsGovernance: () =>
    'The ethics committee of the university gave a favourable opinion in March 2024, reference 2024-117. All eleven people with design authority passed a course in health ethics and data governance.',
  pccpImpact: () =>
    'Each change alone improves results for the sites concerned. Together they could shift the threshold twice; the protocol therefore tests them one after the other and both at once.',
  pccpRollbackNotice: () =>
    'The version before stays installed and can be restored within one hour. Deployers and users are told ten days before a change and at once when it is undone.',
  localValidation: () =>
    'A deployer tests 200 of its own cases before use with the tool we supply, which shows results by group with intervals and says when there are too few.',
  updateAndCorrection: () =>
    'Two updates a year at most. A fault of performance or fairness is mended within 30 days or the function is switched off. The periodic report gives versions, use, incidents, complaints and results by group.',
  incidentProcess: () =>
    'A safety officer judges each report on the day it comes in. Serious incidents go to the agency within the legal times. On withdrawal a site is told by telephone and falls back to the way it worked before.',
  auditAccess: () =>
    'Within ten working days an auditor gets a frozen copy of each version in a container, read access to the logs and the outcome data of the sites audited.',
  liabilityCover: () =>
    'Product liability insurance of ten million a case with a national insurer. A harmed person may turn to the insurer directly; its address stands on the page for the public.',
}
