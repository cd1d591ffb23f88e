import { type BulkChange, type BulkPreview, VERDICTS, type Verdict } from '../../../cards/bulk.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, rightCol, Says, Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { AskedList } from '../lists/asked.ts';
import { LeftOut } from '../lists/page.tsx';
import { filterCarried, filterQuery } from '../lists/query.ts';
import { Changes } from './changes.tsx';
import { type BulkFields, bulkForm, isDated } from './form.ts';
import { sureForm } from './sure.ts';

/** `left`: notices without an address, which were not posted. `notSetUp`: cards whose settings before handing over are not recorded. */
type Previewed = BulkFields & BulkPreview & { left: number; notSetUp: number };

export type BulkProps = {
  asked: AskedList;
  /** How many cards the filter chooses, and how many one act may change. */
  cards: number;
  /** People whom this clerk may not see, and so does not change. */
  hidden: number;
  most: number;
  /** Are more than so many chosen, they are changed a part at a time, and the number of those that change is typed before. */
  inParts: number;
  /** A change that is done a part at a time and is not over. */
  underWay: number | undefined;
  last: BulkChange[];
  errors: FormErrors;
  preview?: Previewed;
  refused?: 'changed_meanwhile' | 'nothing' | 'busy';
};

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  change: '変更します',
  already: '変更しません（すでにその交付状況です）',
  booked: '変更しません（予約があります。先に予約を取り消してください）',
  closed: '変更しません（交付済、廃棄済、対象外です）',
  follows: '変更しません（予約、交付、廃棄の操作で変わる交付状況です）',
  retired: '変更しません（使われていない交付状況です）',
};

/** The filter as the form carries it, with the list it is of. */
const filterHidden = ({ list, prepared }: AskedList) => ({ ...filterCarried({ prepared }), list: list.code });

/** What a list of cards is made for, chosen at first. */
const usualOf = ({ list, prepared: { boxes } }: AskedList): string => {
  if (list.code === 'to-post') return boxes['kind'] === 'again' || boxes['kind'] === 'again-back' ? 'renotified' : 'notified';
  if (list.code !== 'deadlines') return '';
  return boxes['step'] === 'renotice' ? 'renotified' : boxes['step'] === 'destroy' ? 'to-destroy' : '';
};

/** How many change, how many are skipped and why; the press carries what was shown. */
type PreviewProps = { ask: SignedAsk; asked: AskedList; preview: Previewed; inParts: number; errors: FormErrors };

function Preview({ ask, asked, preview, inParts, errors }: PreviewProps) {
  const { to, why, posted, verdicts, seen, left, notSetUp } = preview;
  const change = verdicts.change ?? 0;
  const chosen = VERDICTS.reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0);
  const name = asked.known.statuses.find(({ code }) => code === to)?.name ?? to;
  return (
    <section class="desk-section" aria-labelledby="preview">
      <h2 id="preview">「{name}」に変更する内容</h2>
      <Table
        caption="変更する内容"
        empty="対象のカードがありません。"
        columns={['内容', rightCol('枚数')]}
        rows={VERDICTS.flatMap((verdict) => {
          const count = verdicts[verdict] ?? 0;
          return count === 0 ? [] : [[VERDICT_WORDS[verdict], `${grouped(count)}枚`]];
        })}
      />
      {left > 0 && <Says class="lead">{`住所のない方${grouped(left)}人は、発送していないため、変更しません。`}</Says>}
      {notSetUp > 0 && (
        <Notice kind="care" title={`交付前設定の記録がないカードが${grouped(notSetUp)}枚あります`}>
          <Says>設定を確かめてから発送してください。記録は、メニューの「届いた箱」から行います。</Says>
        </Notice>
      )}
      {posted !== null && (
        <Says class="lead">{`${isDated(asked.known, to, 'returned') ? '返戻を受け取った日' : '通知の発送日'}：${longDate(posted)}`}</Says>
      )}
      {change > 0 && (
        <PostForm
          action={paths.bulkStatus}
          token={ask.token}
          hidden={{
            ...filterHidden(asked),
            'change-to': to,
            'change-why': why,
            'change-posted': posted ?? '',
            seen,
          }}
        >
          {chosen > inParts && (
            <>
              <Says class="lead">
                枚数が多いため、少しずつ変更します。数分かかります。画面を閉じても続き、途中で止めることも、まとめて取り消すこともできます。
              </Says>
              <FormFields form={sureForm} state={{ shown: () => field(ask.body, 'change-count'), errors }} />
            </>
          )}
          <p class="acts">
            <Button name="act" value="change">
              {grouped(change)}枚を「{name}」に変更する
            </Button>
            <LinkButton href={withQuery(paths.list(asked.list.code), filterQuery(asked))} kind="second">
              やめる
            </LinkButton>
          </p>
        </PostForm>
      )}
    </section>
  );
}

function Last({ last }: { last: BulkChange[] }) {
  return (
    <section class="desk-section" aria-labelledby="last">
      <h2 id="last">最近の一括変更</h2>
      <Changes changes={last} caption="新しい順に5件まで" />
      {last.length > 0 && (
        <p>
          <a href={paths.bulkChanges}>すべての一括変更を表示する</a>
        </p>
      )}
    </section>
  );
}

const REFUSED = {
  nothing: '変更できるカードがありません。',
  busy: 'ほかの一括変更が進んでいます。終わってから、もう一度押してください。',
  changed_meanwhile: '確かめたあとに、対象のカードか選択が変わりました。現在の内容を確かめて、もう一度押してください。',
} as const;

export function BulkPage({ ask, props }: { ask: SignedAsk; props: BulkProps }) {
  const { asked, cards, hidden, most, inParts, underWay, last, errors, preview, refused } = props;
  const form = bulkForm(asked.known);
  return (
    <TitledPage
      ask={ask}
      title="交付状況の一括変更"
      crumbs={[{ href: withQuery(paths.list(asked.list.code), filterQuery(asked)), words: asked.list.title }]}
      refused={refused === undefined ? undefined : REFUSED[refused]}
      refusedTitle="何も変更していません"
      errors={errors}
    >
      <p class="list-count">
        対象：<b>{asked.prepared.sentence}</b>　{grouped(cards)}枚
      </p>
      <LeftOut people={hidden} what="この変更には含みません" />
      {underWay !== undefined && (
        <p class="lead">
          <a href={paths.bulkChange(underWay)}>進んでいる一括変更があります</a>
        </p>
      )}
      {cards > most ? (
        <Notice kind="care" title="枚数が多いため、一度に変更できません">
          <Says>{`一度に変更できるのは${grouped(most)}枚までです。一覧の条件を絞り込んでください。`}</Says>
        </Notice>
      ) : (
        <PostForm action={paths.bulkStatus} token={ask.token} class="desk-form" hidden={filterHidden(asked)}>
          {cards > inParts && preview === undefined && (
            <Says class="lead">{`対象が${grouped(inParts)}枚を超えるため、少しずつ変更します。次の画面で、変わる枚数を入力します。`}</Says>
          )}
          <FormFields form={form} state={stateOf(ask, { 'change-to': usualOf(asked) }, errors)} />
          <p class="acts">
            <Button {...(preview === undefined ? {} : { kind: 'second' as const })} name="act" value="preview">
              変更する内容を確かめる
            </Button>
          </p>
        </PostForm>
      )}
      {preview !== undefined && <Preview ask={ask} asked={asked} preview={preview} inParts={inParts} errors={errors} />}
      <Last last={last} />
    </TitledPage>
  );
}
