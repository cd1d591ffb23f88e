import { recordView } from '../../../audit/view.ts';
import {
  HAND_VERDICTS,
  type HandRow,
  type HandVerdict,
  handOverMany,
  type ManyRefusal,
  readHandable,
  seenOfChosen,
  togetherOfDay,
} from '../../../counter/hand-together.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { form, ticks } from '../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { listPickupOffices, type Office } from '../../../offices/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { NoOffice, officeOf } from '../../parts/office.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { LeftOut } from '../lists/page.tsx';
import { togetherRoutes } from './handed-many.tsx';

const RIGHT = 'counter.act';
const TITLE = 'まとめて交付済にする';

type Place = { office: Office; day: string };

/** The office and day an address or a form names, a day to come being none; today at the clerk's own office where it names none. */
async function placeOf(ask: SignedAsk, input: SignedAsk['query']): Promise<Place | undefined> {
  const office = officeOf(ask, await listPickupOffices(ask.db), field(input, 'office'));
  const today = cityDay(ask.now);
  const asked = dayParam(input['day']);
  return office === undefined ? undefined : { office, day: asked.ok && asked.value <= today ? asked.value : today };
}

const keyOf = ({ reservationId, position }: HandRow): string => `${reservationId}-${position}`;
const wordsOf = ({ startMinute, who, noticeId, number }: HandRow): string =>
  `${clockTime(startMinute)}　${printable(who?.name ?? '').text}（${noticeId ?? number}）`;

/** Who is at the counter, each with a tick. */
const whoForm = (rows: readonly HandRow[]) =>
  form<{ who: string[] }>({
    who: ticks(
      '交付する方',
      rows.map((row) => ({ value: keyOf(row), label: wordsOf(row) })),
      { atLeastOne: true },
    ),
  });

const VERDICT_WORDS: Readonly<Record<HandVerdict, string>> = {
  change: '交付済（カードのない手続きは、完了）にします',
  'not-here': '変更しません（受付していません）',
  waits: '変更しません（要振替です）',
  closed: '変更しません（カードが交付済か廃棄済です）',
};

type Preview = { chosen: readonly HandRow[]; seen: string };
type More = { errors?: FormErrors; preview?: Preview; refused?: ManyRefusal };

/** How many become 交付済, and who is skipped and why; the press carries what was shown. */
function PreviewPart({
  ask,
  place,
  rows,
  preview,
}: {
  ask: SignedAsk;
  place: Place;
  rows: readonly HandRow[];
  preview: Preview;
}) {
  const { chosen, seen } = preview;
  const others = rows.filter(({ verdict }) => verdict === 'change').length - chosen.length;
  const skipped = HAND_VERDICTS.filter((verdict) => verdict !== 'change').flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [[VERDICT_WORDS[verdict], `${count}人`]];
  });
  return (
    <section class="desk-section" aria-labelledby="preview">
      <h2 id="preview">変更する内容</h2>
      <Table
        caption="変更する内容"
        columns={[{ head: '内容' }, { head: '人数', right: true }]}
        rows={[
          [VERDICT_WORDS.change, `${chosen.length}人`],
          ...(others === 0 ? [] : [['変更しません（選んでいません）', `${others}人`]]),
          ...skipped,
        ]}
      />
      <PostForm
        action={paths.handMany}
        token={ask.token}
        hidden={{
          office: place.office.code,
          day: place.day,
          seen,
          ...Object.fromEntries(chosen.map((row) => [`who-${keyOf(row)}`, 'yes'])),
        }}
      >
        <p class="acts">
          <Button name="act" value="hand">{`${chosen.length}人を交付済にする`}</Button>
        </p>
      </PostForm>
    </section>
  );
}

const REFUSED: Readonly<Record<ManyRefusal, string | undefined>> = {
  nothing: '交付済にできる方がいません。',
  changed_meanwhile: said('changed_meanwhile'),
  day_ended: said('day_ended'),
  card_closed: said('card_closed'),
  needs_moving: said('needs_moving'),
};

async function page(ask: SignedAsk, place: Place, more: More = {}, status = 200): Promise<Answer> {
  const { office, day } = place;
  const [{ rows, hidden }, last] = await Promise.all([
    readHandable(ask.db, viewerOf(ask), office.id, day),
    togetherOfDay(ask.db, office.id, day),
  ]);
  if (rows.length > 0) await recordView(ask.db, ask.actor, { saw: 'day', officeId: office.id, day });
  const here = rows.filter(({ verdict }) => verdict === 'change');
  const back = { href: withQuery(paths.today, { office: office.code, day }), words: '予約の一覧に戻る' };
  return show(
    <TitledPage
      ask={ask}
      title={TITLE}
      heading={`${TITLE}：${office.name}　${longDate(day)}`}
      refused={more.refused === undefined ? undefined : REFUSED[more.refused]}
      refusedTitle="何も変更していません"
      errors={more.errors}
    >
      <LeftOut people={hidden} what="この画面には載せていません" />
      {here.length === 0 ? (
        <>
          <p class="empty">受付中の方は、いません。</p>
          <p class="acts">
            <LinkButton href={back.href} kind="second">
              {back.words}
            </LinkButton>
          </p>
        </>
      ) : (
        <>
          <Says class="lead">
            受付中の方です。回収したものや手数料、代理人を記録する方は、印を外し、予約の一覧から記録してください。
          </Says>
          <DeskForm
            ask={ask}
            form={whoForm(here)}
            action={paths.handMany}
            values={{ who: here.map(keyOf) }}
            errors={more.errors}
            hidden={{ office: office.code, day }}
            submit={
              <Button {...(more.preview === undefined ? {} : { kind: 'second' as const })} name="act" value="preview">
                変更する内容を確かめる
              </Button>
            }
            back={back}
          />
        </>
      )}
      {more.preview !== undefined && <PreviewPart ask={ask} place={place} rows={rows} preview={more.preview} />}
      {last.length > 0 && (
        <section class="desk-section" aria-labelledby="last">
          <h2 id="last">この日にまとめて交付済にした記録</h2>
          <Table
            caption="まとめて交付済にした記録"
            columns={[{ head: '日時', whole: true }, { head: '人数', right: true }, { head: '職員' }]}
            rows={last.map(({ id, at, people, by, undoneAt }) => [
              <a href={paths.handedMany(id)}>{deskMoment(at)}</a>,
              `${people}人${undoneAt === null ? '' : '（取消済）'}`,
              by ?? '',
            ])}
          />
        </section>
      )}
    </TitledPage>,
    status,
  );
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const place = await placeOf(ask, ask.body);
  if (place === undefined) return show(<NoOffice ask={ask} />);
  // A press acts on the office and day its form names and on no other.
  if (place.office.code !== field(ask.body, 'office') || place.day !== field(ask.body, 'day'))
    return page(ask, place, { refused: 'changed_meanwhile' }, 409);
  const { rows } = await readHandable(ask.db, viewerOf(ask), place.office.id, place.day);
  const pressed = field(ask.body, 'act') === 'hand';
  // Who was shown and is gone since makes the fingerprint another; a tick of nobody on the page is none.
  const typed = readForm(ask, whoForm(pressed ? rows : rows.filter(({ verdict }) => verdict === 'change')));
  if (!typed.ok)
    return pressed ? page(ask, place, { refused: 'changed_meanwhile' }, 409) : page(ask, place, { errors: typed.errors }, 422);
  const chosen = rows.filter((row) => typed.value.who.includes(keyOf(row)));
  const named = { officeId: place.office.id, day: place.day, people: chosen };
  if (!pressed) return page(ask, place, { preview: { chosen, seen: await seenOfChosen(ask.db, named) } });
  const handed = await handOverMany(ask.db, ask.actor, { ...named, seen: field(ask.body, 'seen') });
  if (!handed.ok) return page(ask, place, { refused: handed.reason }, 409);
  return go(withQuery(paths.handedMany(handed.value), { done: 'handed' }));
}

export const handManyRoutes: readonly Route[] = [
  get(paths.handMany, RIGHT, async (ask) => {
    const place = await placeOf(ask, ask.query);
    return place === undefined ? show(<NoOffice ask={ask} />) : page(ask, place);
  }),
  post(paths.handMany, RIGHT, submit),
  ...togetherRoutes,
];
