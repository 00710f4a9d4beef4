/** Requests of one case that may stop the review clock; each one more needs the decision maker's leave (workflow.md 5). */
export const clockStopsAllowed = 2
