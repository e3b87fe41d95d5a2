/** What was typed isn't what a verb takes; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
