import type { Names } from './details.ts';

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
