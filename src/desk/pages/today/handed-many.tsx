import { recordView } from '../../../audit/view.ts';
import {
  type HandedTogether,
  peopleOfTogether,
  readTogether,
  type UndoManyRefusal,
  undoHandedMany,
} from '../../../counter/hand-together.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { LeftOut } from '../lists/page.tsx';
import { handedTogether } from './subject.ts';

const RIGHT = 'counter.act';
const number = (text: string): string | undefined => (/^\d{1,7}$/u.test(text) ? text : undefined);

const REFUSED: Readonly<Record<UndoManyRefusal, string | undefined>> = {
  unknown: said('unknown'),
  undone: 'すでに取り消されています。',
  day_ended: said('day_ended'),
};

function saidOf(ask: SignedAsk, { people }: HandedTogether): string | undefined {
  if (ask.query['done'] === 'handed') return `${people}人を交付済にしました。`;
  const [back, stay] = [number(field(ask.query, 'back')), number(field(ask.query, 'stay'))];
  return back === undefined || stay === undefined
    ? undefined
    : `${back}人を受付中に戻しました。${stay === '0' ? '' : `${stay}人は、その後に変更されたため、そのままです。`}`;
}

/** What such a press did, with those whom this clerk may see, and its way back. */
async function page(ask: SignedAsk, together: HandedTogether, refused?: UndoManyRefusal): Promise<Answer> {
  const all = await peopleOfTogether(ask.db, viewerOf(ask), together.id);
  const people = all.filter(({ who }) => who !== null);
  if (people.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: people.length });
  const here = { office: together.officeCode, day: together.day };
  return show(
    <TitledPage
      ask={ask}
      title="まとめて交付済にした記録"
      heading={`まとめて交付済にした記録：${together.officeName}　${longDate(together.day)}`}
      crumbs={[{ href: withQuery(paths.handMany, here), words: 'まとめて交付済にする' }]}
      said={saidOf(ask, together)}
      refused={refused === undefined ? undefined : REFUSED[refused]}
      refusedTitle="取り消していません"
    >
      <p class="lead">
        {deskMoment(together.at)}　{together.by ?? ''}　{together.people}人
      </p>
      {together.undoneAt === null ? (
        <PostForm action={paths.undoHandedMany(together.id)} token={ask.token}>
          <p class="acts">
            <Button kind="stop">この{together.people}人の交付を取り消す</Button>
            <LinkButton href={withQuery(paths.today, here)} kind="second">
              予約の一覧に戻る
            </LinkButton>
          </p>
        </PostForm>
      ) : (
        <Says>{`${deskMoment(together.undoneAt)}に取り消しました。`}</Says>
      )}
      <LeftOut people={all.length - people.length} what="この表には載せていません" />
      <Table
        caption="交付済にした方"
        empty="表示できる方がいません。"
        columns={[wholeCol('時刻'), wholeCol('氏名'), wholeCol('予約番号'), wholeCol('現在')]}
        rows={people.map(({ startMinute, who, number: booked, reservationId, stands }) => [
          clockTime(startMinute),
          printable(who?.name ?? '').text,
          <a href={paths.reservation(reservationId)}>{booked}</a>,
          stands ? '交付済・完了' : '元に戻したか、その後に変更',
        ])}
      />
    </TitledPage>,
    refused === undefined ? 200 : 409,
  );
}

const withTogether = withRow<HandedTogether>((ask, id) => readTogether(ask.db, id));

/** Pages of what was handed over together. */
export const togetherRoutes: readonly Route[] = [
  get(
    paths.handedMany(':id'),
    RIGHT,
    withTogether((ask, together) => page(ask, together)),
  ),
  post(
    paths.undoHandedMany(':id'),
    RIGHT,
    { words: 'まとめて交付済にした記録の取り消し', of: handedTogether },
    withTogether(async (ask, together) => {
      const undone = await undoHandedMany(ask.db, ask.actor, together.id);
      if (!undone.ok) return page(ask, together, undone.reason);
      return go(withQuery(paths.handedMany(together.id), { back: undone.value.back, stay: undone.value.stay }));
    }),
  ),
];
