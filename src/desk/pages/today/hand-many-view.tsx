import {
  HAND_VERDICTS,
  type HandedTogether,
  type HandRow,
  type HandVerdict,
  type ManyRefusal,
} from '../../../counter/hand-together.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { form, ticks } from '../../../lib/form/index.ts';
import {
  Button,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  rightCol,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Office } from '../../../offices/read.ts';
import { DeskForm } from '../../parts/form.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { LeftOut } from '../lists/page.tsx';

const TITLE = 'まとめて交付済にする';

export type Place = { office: Office; day: string };
export type HandManyProps = {
  place: Place;
  /** Everybody of the day who is not done with and whom this clerk may press on; `hidden`: how many more are at the counter. */
  rows: readonly HandRow[];
  hidden: number;
  /** Presses of this kind on this day. */
  last: readonly HandedTogether[];
  errors?: FormErrors;
  preview?: Preview;
  refused?: ManyRefusal;
};
type Preview = { chosen: readonly HandRow[]; seen: string };
type Props = { ask: SignedAsk; props: HandManyProps };

export const keyOf = ({ reservationId, position }: HandRow): string => `${reservationId}-${position}`;
const wordsOf = ({ startMinute, who, noticeId, number, expired, remark, elsewhere }: HandRow): string =>
  [
    `${clockTime(startMinute)}　${printable(who?.name ?? '').text}（${noticeId ?? number}）`,
    ...(expired ? ['カードの有効期限切れ'] : []),
    ...(elsewhere === null ? [] : [`記録での所在：${elsewhere}`]),
    ...(remark ? [`備考：${remark}`] : []),
  ].join('　');

const namedOf = ({ who, ...row }: HandRow) => ({ name: who?.name ?? '', protected: row.protected });

/** Who is at the counter, each with a tick. */
export const whoForm = (rows: readonly HandRow[]) =>
  form<{ who: string[] }>({
    who: ticks(
      '交付する方',
      rows.map((row) => ({ value: keyOf(row), label: wordsOf(row) })),
      { atLeastOne: true },
    ),
  });

const VERDICT_WORDS: Readonly<Record<HandVerdict, string>> = {
  change: '交付済（カードのない手続きは、完了）にします',
  receiver: '変更しません（15歳未満の方か、代理人が来る方です。予約の一覧の「受け取る方を選ぶ」から記録してください）',
  'lost-card':
    '変更しません（通知カードや以前のカードをなくした方です。予約の一覧の「紛失・手数料を記録する」から記録してください）',
  'not-here': '変更しません（受付していません）',
  waits: '変更しません（要振替か、カード未着です）',
  closed: '変更しません（カードが交付済か廃棄済です）',
  'comes-again': '変更しません（ほかに予約があります。その予約を取り消してから記録してください）',
};

/** How many become 交付済, and who is skipped and why; the press carries what was shown. */
function PreviewPart({ ask, props: { place, rows }, preview: { chosen, seen } }: Props & { preview: Preview }) {
  const elsewhere = chosen.filter((row) => row.elsewhere !== null);
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
        columns={['内容', rightCol('人数')]}
        rows={[
          [VERDICT_WORDS.change, `${chosen.length}人`],
          ...(elsewhere.length === 0 ? [] : [['そのうち、カードがこの窓口に出た記録のない方', `${elsewhere.length}人`]]),
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
        {elsewhere.length > 0 && (
          <Notice kind="care">
            <Says>
              次の方のカードは、この窓口に出た記録がありません。手元のカードがそれぞれの方のものかを確かめてから、押してください。
            </Says>
            <ul>
              {elsewhere.map((row) => (
                <li>{`${printable(row.who?.name ?? '').text} 様：${row.elsewhere}`}</li>
              ))}
            </ul>
          </Notice>
        )}
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

/** Who is at the counter and has no tick: they are asked one by one. */
const Asked = ({ people, lost }: { people: number; lost: number }) => (
  <>
    {people > 0 && (
      <Says>{`15歳未満の方と、代理人が来る方${people}人は、ここに載せていません。予約の一覧の「受け取る方を選ぶ」から記録してください。`}</Says>
    )}
    {lost > 0 && (
      <Says>{`通知カードや以前のカードをなくした方${lost}人は、ここに載せていません。予約の一覧の「紛失・手数料を記録する」から記録してください。`}</Says>
    )}
  </>
);

/** Who is ticked, or that nobody is at the counter. */
function Choosing({ ask, props: { place, rows, errors, preview } }: Props) {
  const { office, day } = place;
  const here = rows.filter(({ verdict }) => verdict === 'change');
  const back = { href: withQuery(paths.today, { office: office.code, day }), words: '予約の一覧に戻る' };
  const asked = {
    people: rows.filter(({ verdict }) => verdict === 'receiver').length,
    lost: rows.filter(({ verdict }) => verdict === 'lost-card').length,
  };
  if (here.length === 0)
    return (
      <>
        <p class="empty">まとめて交付できる受付中の方は、いません。</p>
        <Asked {...asked} />
        <p class="acts">
          <LinkButton href={back.href} kind="second">
            {back.words}
          </LinkButton>
        </p>
      </>
    );
  return (
    <>
      <Says class="lead">
        受付中の方です。回収したものや手数料、代理人を記録する方は、印を外し、予約の一覧から記録してください。
      </Says>
      <Asked {...asked} />
      <DeskForm
        ask={ask}
        form={whoForm(here)}
        action={paths.handMany}
        values={{ who: here.map(keyOf) }}
        errors={errors}
        hidden={{ office: office.code, day }}
        submit={
          <Button {...(preview === undefined ? {} : { kind: 'second' as const })} name="act" value="preview">
            変更する内容を確かめる
          </Button>
        }
        back={back}
      />
    </>
  );
}

function Last({ last }: Pick<HandManyProps, 'last'>) {
  if (last.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="last">
      <h2 id="last">この日にまとめて交付済にした記録</h2>
      <Table
        caption="まとめて交付済にした記録"
        columns={[wholeCol('日時'), rightCol('人数'), '職員']}
        rows={last.map(({ id, at, people, by, undoneAt }) => [
          <a href={paths.handedMany(id)}>{deskMoment(at)}</a>,
          `${people}人${undoneAt === null ? '' : '（取消済）'}`,
          by ?? '',
        ])}
      />
    </section>
  );
}

/** Those of an office's day who are at the counter, to be handed over to with one press (§8(2)⑦f). */
export function HandManyPage({ ask, props }: Props) {
  const { place, rows, hidden, last, errors, preview, refused } = props;
  return (
    <TitledPage
      ask={ask}
      title={TITLE}
      heading={`${TITLE}：${place.office.name}　${longDate(place.day)}`}
      refused={refused === undefined ? undefined : REFUSED[refused]}
      refusedTitle="何も変更していません"
      errors={errors}
    >
      <LeftOut people={hidden} what="この画面には載せていません" />
      <ProtectedNote all={rows.filter(({ verdict }) => verdict === 'change').map(namedOf)} />
      <Choosing ask={ask} props={props} />
      {preview !== undefined && <PreviewPart ask={ask} props={props} preview={preview} />}
      <Last last={last} />
    </TitledPage>
  );
}
