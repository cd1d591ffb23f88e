/** Mails the server took and the database did not note as sent: never sent again from here, which would be every minute and a half, and noted once they can be. */
export type Unnoted = { add(id: number, note: () => Promise<boolean>): void; ids(): number[]; noteAll(): Promise<void> };

export function keepUnnoted(onFault: (error: unknown) => void): Unnoted {
  const notes = new Map<number, () => Promise<boolean>>();
  return {
    add: (id, note) => {
      notes.set(id, note);
    },
    ids: () => [...notes.keys()],
    noteAll: async () => {
      for (const [id, note] of notes) await note().then(() => notes.delete(id), onFault);
    },
  };
}
