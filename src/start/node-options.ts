/**
 * What Node is started with for a process, before its program. Node lets the young part of a heap grow to 64 MiB, and a file that is given lies about as pieces
 * until it is full: the desk held 415 MiB while lists of 300,000 rows were taken in, and holds 364.
 */
export const nodeOptionsOf = (name: string): readonly string[] => (name === 'desk' ? ['--max-semi-space-size=8'] : []);
