import { recordView } from '../../../audit/view.ts';
import { type AffectedRow, affectedBy } from '../../../closing/affected.ts';
import { type ClosingRow, readClosing } from '../../../closing/read.ts';
import { sql } from '../../../lib/db/sql.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { closingHead, phoneLines } from '../../../lists/phone.ts';
import { closingPoster } from '../../../lists/poster.ts';
import type { Feature } from '../../feature.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths } from '../../paths.ts';
import { type Answer, file, get, needs, post, type SignedAsk, show } from '../../route.ts';
import { phoneAsFile, phoneOnPaper } from '../affected/phone.tsx';
import { reached, sees, shownOf } from '../affected/reached.ts';
import { closingsPage } from './list.tsx';
import { newPage, newSubmit } from './new.tsx';
import { ClosingPage } from './page.tsx';
import { reopenPage, reopenSubmit } from './reopen.tsx';

type Work = (ask: SignedAsk, closing: ClosingRow, rows: AffectedRow[]) => Promise<Answer> | Answer;

/** Runs a page on the closing of its address, with everyone on its list. */
const withClosing =
  (work: Work) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const id = smallId(ask.params['id']);
    const closing = id.ok ? await readClosing(ask.db, id.value) : undefined;
    return closing === undefined
      ? show(<NotFound ask={ask} />, 404)
      : work(ask, closing, await affectedBy(ask.db, { closingId: closing.id }));
  };

const looked = (ask: SignedAsk, { id, officeId }: ClosingRow) =>
  recordView(ask.db, ask.actor, { saw: 'closing', officeId, closingId: id });
export const closingsFeature: Feature = {
  routes: [
    get(paths.closings, 'calendar.see', closingsPage),
    get(paths.newClosing, 'calendar.close', newPage),
    post(paths.newClosing, 'calendar.close', newSubmit),

    get(
      paths.closing(':id'),
      'calendar.see',
      withClosing(async (ask, closing, rows) => {
        if (ask.query['done'] === undefined) await looked(ask, closing);
        return show(
          <ClosingPage
            ask={ask}
            props={{ closing, rows, phone: phoneLines(rows, sees(ask)), shown: shownOf(ask.query['show']) }}
          />,
        );
      }),
    ),
    post(
      paths.reached(':id'),
      'booking.make',
      withClosing((ask, closing, rows) =>
        reached(ask, { closingId: closing.id }, rows, paths.closing(closing.id), (notes) => (
          <ClosingPage
            ask={ask}
            props={{ closing, rows, phone: phoneLines(rows, sees(ask)), shown: shownOf(ask.body['show']), notes }}
          />
        )),
      ),
    ),

    get(paths.reopen(':id'), 'calendar.close', withClosing(reopenPage)),
    post(paths.reopen(':id'), 'calendar.close', withClosing(reopenSubmit)),

    needs(
      'people.see',
      get(
        paths.phonePdf(':id'),
        'calendar.see',
        withClosing(async (ask, closing, rows) => {
          await looked(ask, closing);
          return phoneOnPaper(ask, closingHead(closing), rows);
        }),
      ),
    ),
    needs(
      'people.see',
      get(
        paths.phoneCsv(':id'),
        'calendar.see',
        withClosing(async (ask, closing, rows) => {
          await looked(ask, closing);
          return phoneAsFile(ask, rows);
        }),
      ),
    ),
    get(
      paths.poster(':id'),
      'calendar.see',
      withClosing(async (ask, closing) =>
        // Opened again, it is no news for the door.
        closing.reopenedAt !== null
          ? show(<NotFound ask={ask} />, 404)
          : file('application/pdf', `臨時閉庁_${closing.from}.pdf`, await printPdf(closingPoster(closing))),
      ),
    ),
  ],
  menu: [{ group: 'calendar', href: paths.closings, words: '臨時閉庁', right: 'calendar.see' }],
  waits: [
    {
      words: '要振替・再開の連絡',
      why: '臨時閉庁や開庁時間の変更で、予約の時間がなくなった方です。振替先を選ぶか、電話で連絡してください。',
      href: paths.closings,
      right: 'calendar.see',
      // A month after its day nobody moves a visit any more; it is still on its closing's list.
      count: sql`
        SELECT count(DISTINCT r.id) FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.slot_id = x.slot_id
          JOIN ledger.slots s ON s.id = r.slot_id
        WHERE x.day >= lib.day_of(lib.now()) - 30 AND (reservations.needs_moving(r, s) OR closing.must_hear_open(x, r, s))`,
    },
  ],
};
