/** Papers of those of a party who bring the same. `who`: one is the first; `places`: in the reservation. */
export type PaperGroup = { who: number[]; places: number[]; ids: (string | null)[]; under15: boolean | null; bring: string[] };
