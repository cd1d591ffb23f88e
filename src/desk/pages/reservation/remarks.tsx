import { printable } from '../../../lib/japanese/printable.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { type MemberVersion, remarksWithoutCard, withdrawMemberRemark } from '../../../reservations/remarks.ts';
import { memberPosition } from '../../parts/position.ts';
import { mayWithdrawAny, OneRemark, withdrawn } from '../../parts/remark.tsx';
import { Section } from '../../parts/section.tsx';
import { paths, withQuery } from '../../paths.ts';
import { go, post, type Route, type SignedAsk } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';

/** What was written of who comes without a card: every version, with its way out. Who comes with one has them on the card's page. */
export function RemarksWithoutCard({
  ask,
  reservation: { id, members },
  versions,
}: {
  ask: SignedAsk;
  reservation: ReservationRow;
  versions: readonly MemberVersion[];
}) {
  if (versions.length === 0) return null;
  return (
    <Section id="remarks" title="備考の履歴">
      {members.map(({ position, name }) => {
        const theirs = versions.filter((one) => one.position === position);
        if (theirs.length === 0) return null;
        return (
          <>
            {members.length > 1 && <h3>{printable(name).text}</h3>}
            <ul class="remarks">
              {theirs.map((remark) => (
                <OneRemark
                  ask={ask}
                  remark={remark}
                  all={theirs}
                  action={paths.withdrawMemberRemark(id)}
                  hidden={{ position: String(position) }}
                  kept={false}
                />
              ))}
            </ul>
          </>
        );
      })}
    </Section>
  );
}

export const remarkRoutes = (withReservation: WithReservation): readonly Route[] => [
  post(
    paths.withdrawMemberRemark(':id'),
    'people.remark',
    { words: '備考の取り消し', of: visit },
    withReservation(async (ask, { id }) => {
      const position = memberPosition(ask.body['position']);
      const theirs = (await remarksWithoutCard(ask.db, id)).filter((one) => position.ok && one.position === position.value);
      const told = await withdrawn(ask, theirs, (one) =>
        withdrawMemberRemark(ask.db, ask.actor, {
          reservationId: id,
          position: one.position,
          remark: one.id,
          any: mayWithdrawAny(ask),
        }),
      );
      return go(withQuery(paths.reservation(id), told));
    }),
  ),
];
