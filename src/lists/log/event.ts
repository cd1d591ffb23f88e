/** What ids in the log stand for, as far as they are still known. */
export type Names = { accounts: Map<number, string>; statuses: Map<string, string>; slots: Map<number, string> };

/** A line of the log as its list shows it. */
export type AuditEvent = {
  key: number;
  at: Date;
  actorKind: string;
  staffId: number | null;
  staffName: string | null;
  source: string | null;
  act: string;
  reservationId: string | null;
  cardId: number | null;
  officeName: string | null;
  detail: Record<string, unknown>;
  /** What ids in its detail stand for. */
  names: Names;
};
