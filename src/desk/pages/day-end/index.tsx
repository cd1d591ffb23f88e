import { recordView } from '../../../audit/view.ts';
import { endDay, readDay, reopenDay, UNCLOSED_COUNT, unclosedCount, unclosedDays } from '../../../counter/day-end.ts';
import { leftByRestore } from '../../../counter/decided.ts';
import { readSetting } from '../../../site/settings.ts';
import { isOwn } from '../../../staff/bounds.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { noPlace, type Place, placeOf, pressedPlace } from '../../parts/office.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type SignedAsk, show } from '../../route.ts';
import { officeDay } from './subject.ts';
import { DayEndPage, type DayEndProps } from './view.tsx';

const RIGHT = 'counter.end-day';

async function page(ask: SignedAsk, place: Place | undefined, more: Partial<DayEndProps> = {}, status = 200): Promise<Answer> {
  if (place === undefined) return noPlace(ask, ask.query);
  const [state, unclosed, mailMinutes] = await Promise.all([
    readDay(ask.db, viewerOf(ask), place.office.id, place.day),
    unclosedDays(ask.db),
    readSetting(ask.db, 'no-show-mail-minutes'),
  ]);
  if (state.open.length + state.absent.length > 0)
    await recordView(ask.db, ask.actor, { saw: 'day', officeId: place.office.id, day: place.day });
  const offered = unclosed.filter(({ officeId }) => isOwn(ask.session, officeId));
  return show(<DayEndPage ask={ask} props={{ ...place, state, unclosed: offered, mailMinutes, ...more }} />, status);
}

export const dayEndFeature: Feature = {
  routes: [
    get(paths.dayEnd, RIGHT, async (ask) => page(ask, await placeOf(ask, ask.query))),
    post(paths.dayEnd, RIGHT, { words: '日締め', of: officeDay }, async (ask) => {
      const place = await pressedPlace(ask);
      if (place?.named !== true) return page(ask, place, { refused: 'changed_meanwhile' }, 409);
      const mails = field(ask.body, 'mails');
      if (!['send', 'none'].includes(mails) && (await leftByRestore(ask.db, place.office.id, place.day)))
        return page(ask, place, { refused: 'mails_unsaid' }, 409);
      const closing = { officeId: place.office.id, day: place.day, seen: field(ask.body, 'seen'), write: mails !== 'none' };
      const ended = await endDay(ask.db, ask.actor, closing);
      if (!ended.ok) return page(ask, place, { refused: ended.reason }, 409);
      return go(withQuery(paths.dayEnd, { office: place.office.code, day: place.day, done: 'ended' }));
    }),
    post(paths.reopenDay, RIGHT, { words: '日締めの取り消し', of: officeDay }, async (ask) => {
      const place = await pressedPlace(ask);
      if (place?.named !== true) return page(ask, place, {}, 409);
      const opened = await reopenDay(ask.db, ask.actor, { officeId: place.office.id, day: place.day });
      const said = opened.ok ? { back: opened.value.back, stay: opened.value.stay } : { done: 'open' };
      return go(withQuery(paths.dayEnd, { office: place.office.code, day: place.day, ...said }));
    }),
  ],
  menu: [{ group: 'today', href: paths.dayEnd, words: '日締め', right: RIGHT }],
  waits: [
    {
      words: '日締めが終わっていない日',
      why: '来庁の記録がない予約か、案内メールを送っていない未来庁の方が残っています。日締めのあとに入った予約も含みます。受付中の方がいる日と、職員による来庁の記録が1件もない日は、自動では終わりません（予約が3組以下で、前後の5開庁日に記録がある日を除きます）。日締めで、未来庁を確定してください。',
      urgency: 'soon',
      href: paths.dayEnd,
      right: RIGHT,
      count: () => UNCLOSED_COUNT,
      ofOffice: { count: (at) => unclosedCount(idsOf(at)), href: ({ code }) => withQuery(paths.dayEnd, { office: code }) },
      answers: ['counter.day-ended', 'counter.day-reopened'],
    },
  ],
};
