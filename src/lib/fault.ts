/** The code a fault bears: of PostgreSQL five characters (`40P01`), of the system or a library a word (`ENOSPC`). Undefined where it bears none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A fault in a word, for the log or an alarm: its code, else what it says. */
export const faultWord = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));
