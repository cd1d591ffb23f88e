import type { VNode } from 'preact';
import { recordView } from '../../../audit/view.ts';
import { seenOnly, type Viewer } from '../../../cards/viewer.ts';
import type { AffectedRow } from '../../../closing/affected.ts';
import { stillToTell } from '../../../closing/read.ts';
import { type Sql, sql } from '../../../lib/db/sql.ts';
import { protectedSql } from '../../../reservations/read.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { paths, withQuery } from '../../paths.ts';
import { get, post, type Route, type SignedAsk, show } from '../../route.ts';
import { phoneRoutes } from '../affected/phone.tsx';
import { reached, shownOf, type TypedNotes } from '../affected/reached.ts';
import type { Shown } from '../affected/words.tsx';
import { closingsPage } from './list.tsx';
import { newPage, newSubmit } from './new.tsx';
import { ClosingPage } from './page.tsx';
import { posterRoute } from './poster.tsx';
import { reopenPage, reopenSubmit } from './reopen.tsx';
import { type Shut, withShut } from './shut.tsx';
import { TogetherPage } from './together.tsx';

const looked = async (ask: SignedAsk, { closings }: Shut) => {
  for (const { id, officeId } of closings) await recordView(ask.db, ask.actor, { saw: 'closing', officeId, closingId: id });
};

const view = (ask: SignedAsk, shut: Shut, rows: AffectedRow[], shown: Shown, notes?: TypedNotes): VNode => {
  const props = { rows, shown, ...(notes === undefined ? {} : { notes }) };
  return shut.together ? (
    <TogetherPage ask={ask} props={{ shut, ...props }} />
  ) : (
    <ClosingPage ask={ask} props={{ closing: shut.first, ...props }} />
  );
};

/** The pages of one closing, or of all that were shut in one act. */
const routesOf = (together: boolean): Route[] => {
  const page = together ? paths.together(':id') : paths.closing(':id');
  const work = (handle: Parameters<typeof withShut>[1]) => withShut(together, handle);
  return [
    get(
      page,
      'calendar.see',
      work(async (ask, shut, rows) => {
        if (ask.query['done'] === undefined) await looked(ask, shut);
        return show(view(ask, shut, rows, shownOf(ask.query['show'])));
      }),
    ),
    post(
      paths.reached(page),
      'booking.make',
      '要振替の方への連絡の記録',
      work((ask, shut, rows) =>
        reached(ask, shut.by, rows, shut.here, (notes) => view(ask, shut, rows, shownOf(ask.body['show']), notes)),
      ),
    ),
    get(paths.reopen(page), 'calendar.close', work(reopenPage)),
    post(
      paths.reopen(page),
      'calendar.close',
      together ? '臨時閉庁の再開（すべての場所）' : '臨時閉庁の再開',
      work(reopenSubmit),
    ),
    ...phoneRoutes({ pdf: paths.phonePdf(page), csv: paths.phoneCsv(page) }, (phone) =>
      work((ask, { first }) => phone(ask, `${together ? 'together' : 'closing'}-${first.id}`)),
    ),
  ];
};

/** Who waits for a word: of some offices or all. Who waits longer than a year is counted below. On its closing's list everybody sees a line without a name for 支援措置. */
const listedCount = (offices: Sql | null): Sql => sql`
  SELECT count(DISTINCT r.id)::integer FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id
    JOIN ledger.slots s ON s.id = r.slot_id
  WHERE ${stillToTell} AND ${offices === null ? sql`true` : sql`s.office_id = ANY (${offices})`}`;

/** What that number leaves out. By the index of bookings that are still to be kept, which has almost none of so long ago. */
const oldCount = (viewer: Viewer, which: Sql): Sql => sql`
  SELECT count(DISTINCT r.id)::integer FROM closing.affected x
    JOIN reservations.reservations r ON r.slot_id = x.slot_id AND r.state = 'booked' AND r.id IS NOT DISTINCT FROM x.reservation_id
    JOIN ledger.slots s ON s.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL LEFT JOIN cards.cards c ON c.id = m.card_id
  WHERE x.day < lib.day_of(lib.now()) - 365 AND ${which} AND reservations.needs_moving(r, s) AND ${seenOnly(viewer, protectedSql)}`;

export const closingsFeature: Feature = {
  routes: [
    get(paths.closings, 'calendar.see', closingsPage),
    get(paths.newClosing, 'calendar.close', newPage),
    post(paths.newClosing, 'calendar.close', '臨時閉庁', newSubmit),
    ...routesOf(false),
    ...routesOf(true),
    posterRoute,
  ],
  menu: [{ group: 'calendar', href: paths.closings, words: '臨時閉庁', right: 'calendar.see' }],
  waits: [
    {
      words: '要振替・再開の連絡',
      why: '臨時閉庁や開庁時間の変更で、予約の時間がなくなった方です。振替先を選ぶか、電話で連絡してください。',
      urgency: 'today',
      call: '予約された方。電話番号は閉庁ごとの一覧に出ます。',
      href: paths.closings,
      right: 'calendar.see',
      count: () => listedCount(null),
      ofOffice: { count: (at) => listedCount(idsOf(at)), href: () => paths.closings },
      answers: [
        ...['closing.reached', 'closing.not-reached', 'reservation.moved', 'reservation.cancelled'],
        ...['reservation.kept', 'reservation.kept-no-more'],
      ],
    },
    {
      words: '要振替（予約の日から1年を過ぎた方）',
      why: '臨時閉庁や開庁時間の変更で予約の時間がなくなり、まだ振替も取消もしていない方です。振替先を選ぶか、予約を取り消してください。',
      urgency: 'soon',
      href: paths.list('needs-moving'),
      right: 'people.see',
      count: (viewer) => oldCount(viewer, sql`true`),
      atOwn: {
        count: (at) => oldCount(at.viewer, sql`s.office_id = ANY (${idsOf(at)})`),
        href: ({ code }) => withQuery(paths.list('needs-moving'), { office: code }),
      },
    },
  ],
};
