/** Papers of those of a party who bring the same. `who`: one is the first. */
export type PaperGroup = { who: number[]; ids: (string | null)[]; under15: boolean | null; bring: string[] };
