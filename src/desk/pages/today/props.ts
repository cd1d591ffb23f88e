import type { ClosingRow, MovedOn } from '../../../closing/read.ts';
import type { BoardMember, BoardVisit } from '../../../counter/board.ts';
import type { Office } from '../../../offices/read.ts';

export type TodayProps = {
  offices: Office[];
  officeNames: Map<number, string>;
  office: Office;
  day: string;
  isToday: boolean;
  dayIsPast: boolean;
  nowMinute: number;
  /** How many services the office has that day. */
  services: number;
  /** The day that was typed cannot be read; today is shown. */
  wrongDay: boolean;
  visits: BoardVisit[];
  /** `visits` without those folded away. */
  shown: BoardVisit[];
  folded: number;
  all: boolean;
  /** The press just made, to be seen and taken back. */
  did: { visit: BoardVisit; member: BoardMember } | undefined;
  undone: boolean;
  /** Closings that shut something of this day. */
  closings: ClosingRow[];
  /** The office is shut by its rules, and what the calendar says of the day. */
  shut: { note: string } | undefined;
  /** Published changes that left people of this day 要振替. */
  moved: MovedOn[];
  refused: string;
  scanned: boolean;
};
