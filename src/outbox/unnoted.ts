/** A mail the server took and the database did not note as sent: whose lease is kept, and what notes it. */
type Note = { lease: string; note: () => Promise<boolean> };

/**
 * Mails the server took and the database did not note as sent: never sent again, which would be every minute and a half, and noted once they can be. Their
 * leases are kept meanwhile, or another worker would send them.
 */
type Unnoted = { add(id: number, note: Note): void; ids(): number[]; leases(): string[]; noteAll(): Promise<void> };

export function keepUnnoted(onFault: (error: unknown) => void): Unnoted {
  const notes = new Map<number, Note>();
  return {
    add: (id, note) => {
      notes.set(id, note);
    },
    ids: () => [...notes.keys()],
    leases: () => [...notes.values()].map(({ lease }) => lease),
    noteAll: async () => {
      for (const [id, { note }] of notes) await note().then(() => notes.delete(id), onFault);
    },
  };
}
