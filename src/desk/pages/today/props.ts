import type { ClosingRow, MovedOn } from '../../../closing/read.ts';
import type { BoardVisit, Section } from '../../../counter/board.ts';
import type { PersonCall } from '../../../counter/calls.ts';
import type { NotReady } from '../../../counter/not-ready.ts';
import type { Office } from '../../../offices/read.ts';
import type { Beside } from '../../../reservations/beside.ts';
import type { AskedInHand } from '../../parts/asked-in-hand.tsx';

/** The press just made: whose row, in which part of the board it was pressed, and what came of it. */
export type Pressed = {
  reservationId: string;
  position: number;
  /** The visit stays in this part until the page is opened anew, so that the row does not leave the hand. */
  stays: Section | undefined;
};

/** Who comes with a visit, by their card: one of a family may have joined after the others were told. */
export const callKey = (reservationId: string, cardId: number | null): string => `${reservationId}/${cardId ?? ''}`;

export type TodayProps = {
  offices: Office[];
  officeNames: Map<number, string>;
  office: Office;
  day: string;
  isToday: boolean;
  dayIsPast: boolean;
  /** The day is closed (日締め): no press on it is taken. */
  ended: boolean;
  nowMinute: number;
  /** How many services the office has that day. */
  services: number;
  /** The day that was typed cannot be read; today is shown. */
  wrongDay: boolean;
  /** Visits of this office that lack their card: of the day shown, on today's board of all days looked at. */
  notReady: NotReady[];
  /** What came of ringing who lacks a card, and who has it, by `callKey`; also of those that stand above the board by themselves. */
  calls: ReadonlyMap<string, PersonCall>;
  visits: BoardVisit[];
  /** Who is at the counter, the longest waiting first. */
  here: BoardVisit[];
  /** By time: who is yet to come, and who was seen to where that is shown. */
  list: BoardVisit[];
  /** 要振替: left at a shut door. */
  moving: BoardVisit[];
  /** Seen to, and folded into one line. */
  folded: BoardVisit[];
  all: boolean;
  pressed: Pressed | undefined;
  undone: boolean;
  /** Closings that shut something of this day. */
  closings: ClosingRow[];
  /** The office is shut by its rules, and what the calendar says of the day. */
  shut: { note: string } | undefined;
  /** Something of the day is open still and can be closed. */
  mayClose: boolean;
  /** Published changes that left people of this day 要振替. */
  moved: MovedOn[];
  refused: string;
  /** The cards it was refused for, which the records do not have in hand, and the press once more. */
  inHand: AskedInHand | undefined;
  /** The booking it was refused for, where this account may see it. */
  other: Beside | undefined;
  /** What was scanned or typed and nobody is meant by. */
  scanned: string | undefined;
};
