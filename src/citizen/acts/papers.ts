import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import type { PaperGroup } from '../../reservations/papers.ts';
import type { Question } from '../../services/needs.ts';
import type { CautionText, Ticks } from '../parts/caution-boxes.tsx';
import type { Coming, Needs } from '../parts/needs.tsx';
import { NOTHING_READ, type Read } from '../parts/newly-read.tsx';
import { type Caller, citizenCalls } from './calls.ts';

/** What a visit's party reads and brings (§8(3)⑥⑨). */
export type OwnPapers = {
  /** The cautions that concern it, and what was ticked of them. */
  texts: CautionText[];
  ticked: Ticks;
  /** Every line somebody brings, once. */
  bring: string[];
  /** Each one's own. */
  each: PaperGroup[];
  /** Of these papers; `seen`: of those that were ticked. */
  mark: string;
  seen: string | null;
  /** Boxes of these papers that are ticked, where not all are. */
  partly: string[];
  /** The questions on whose answers its texts depend. */
  asks: Question[];
  people: Coming[];
};

/** A caution as it was agreed to for a booking: its Japanese text of then, and how it was read in another language (null: in Japanese); `who`: whom of the party as it is now it concerns. */
export type AgreedText = { concerns: string; body: string; said: string | null; language: string; who: number[] };

/** Ticked boxes of the papers with this mark. */
type PapersTicked = { mark: string; boxes: 'all' | readonly string[] };

const ANSWER_REASONS = ['no_visit', 'unknown', 'over', 'changed_meanwhile', 'to_read'] as const;

export function paperActs(db: Db) {
  const { act, one } = citizenCalls(db);
  return {
    /** What the visit's party ticks and brings, together and each, by its service, ages and answers. */
    ownPapers: (cookie: Buffer) => act<OwnPapers, 'no_visit'>(['no_visit'], sql`SELECT citizen.own_papers(${cookie}) AS result`),
    /** The cautions that were agreed to for the visit's booking and concern its party as it is now, as they read then; none where it was booked by telephone. */
    agreed: (cookie: Buffer) => one<AgreedText[]>(sql`SELECT citizen.agreed(${cookie}) AS result`),
    /** `papers`: which boxes of each one's papers are ticked, and the mark of the papers. True when every caution the party has to tick is ticked as its text stands now. */
    tickCautions: (cookie: Buffer, ticks: Ticks, papers: PapersTicked) =>
      act<boolean, 'no_visit'>(
        ['no_visit'],
        sql`SELECT citizen.tick_cautions(${cookie}, ${JSON.stringify(ticks)}::jsonb, ${papers.mark}, ${papers.boxes === 'all' ? null : papers.boxes}) AS result`,
      ),
    /** What each says of how they come. Of a booking (`version`: as it was shown; null: a hold was) what is new to them is read first, as for a move. */
    answer: (cookie: Buffer, needs: Needs, version: number | null, caller: Caller, read: Read = NOTHING_READ) =>
      act<'changed' | 'same', (typeof ANSWER_REASONS)[number]>(
        ANSWER_REASONS,
        sql`SELECT citizen.answer(${cookie}, ${JSON.stringify(needs)}::jsonb, ${version}, ${JSON.stringify(read)}::jsonb, ${caller.requestId}, ${caller.source}) AS result`,
      ),
  };
}
