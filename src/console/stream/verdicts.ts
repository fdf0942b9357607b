/** What can become of an event on the stream. */
export const verdicts = ['valid', 'quarantined', 'duplicate'] as const
