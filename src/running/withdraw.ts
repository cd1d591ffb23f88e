import { type Actor, staffOf } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome } from '../lib/outcome.ts';
import type { Content } from './content.ts';
import { addLine, note } from './entries.ts';
import { changing, type Fault, type FaultRefusal, headOf, tellCity } from './faults.ts';
import { WITHDRAWN, type Withdrawn } from './kinds.ts';
import { inMonthReport } from './papers.ts';

/** Why a fault was none. */
export type Withdrawal = { as: Withdrawn; why: string };

/** What the city is told where it was told of the fault before. */
const withdrawnContent = (fault: Fault, { as, why }: Withdrawal): Content => ({
  title: '障害の取下げ',
  facts: [...headOf(fault), { term: '区分', value: WITHDRAWN[as] }],
  sections: [
    { heading: '理由', text: why },
    { heading: '取り下げた報告の事象', text: fault.event },
  ],
});

/**
 * Withdraws a fault that was planned work or a false alarm: completed without a 障害報告書, in no count of faults. Where the city was told of it, by a report of it or in that of a month, it is told of this too. Taking the
 * entry up again takes this back.
 */
export const withdrawFault = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  withdrawal: Withdrawal,
): Promise<Outcome<undefined, FaultRefusal>> =>
  changing(db, id, seen, async (tx, { fault, papers }) => {
    const { as, why } = withdrawal;
    await tx.run(sql`
      UPDATE running.faults SET withdrawn_as = ${as}, withdrawn_why = ${why}, withdrawn_at = lib.now(), withdrawn_by = ${staffOf(actor)}::integer WHERE entry_id = ${id}`);
    await tx.run(
      sql`UPDATE running.entries SET completed_at = lib.now(), completed_by = ${staffOf(actor)}::integer WHERE id = ${id}`,
    );
    if (papers.length > 0 || (await inMonthReport(tx, id)))
      await tellCity(tx, actor, id, 'fault-withdrawn', withdrawnContent(fault, withdrawal));
    await addLine(tx, actor, id, 'withdrawn', `${WITHDRAWN[as]}：${why}`);
    await note(tx, actor, 'running.fault-withdrawn', { id, kind: 'fault' }, { withdrawn: as });
    return done(undefined);
  });
