/** What the acts of a room are called in the log: its own kinds alone, so that no room words the act of another. */
export type ActWords<Kind extends string> = Readonly<Record<`${Kind}.${string}`, string>>;
