/** The code a fault bears: of PostgreSQL five characters (`40P01`), of the system or a library a word (`ENOSPC`). Undefined where it bears none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A fault in a word, for the log or an alarm: its code, else what it says. */
export const faultWord = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));

/** What tells one fault from another without a word of what was read: PostgreSQL's state, the system's code, else the kind of error. */
export const kindOfFault = (error: unknown): string => {
  const code = codeOf(error) ?? (error instanceof Error ? error.name : '');
  return /^\w{1,40}$/u.test(code) ? code : 'unknown';
};
