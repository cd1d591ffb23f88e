import {
  type Conflict,
  DECISIONS,
  type Decided,
  type DecideRefusal,
  type Decision,
  decide,
  lastDecided,
  listConflicts,
  openConflicts,
  readConflict,
  type UndecideRefusal,
  undecide,
} from '../../../intake/decide.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { birthday } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type SignedAsk, show } from '../../route.ts';
import { marked } from './marked.ts';

const MOST = 50;
/** Decisions that are offered to be taken back. */
const LAST = 10;

const REFUSED: Record<DecideRefusal, string> = {
  unknown: 'この確認は、なくなっています。',
  card_closed: 'このカードは、交付済または廃棄済になりました。「別の方」か「取り込まない」を選んでください。',
  taken: '同じ交付通知書ID・氏名・生年月日のカードが、ほかにあります。検索して確かめてください。',
  booked_twice: 'この氏名と生年月日の方には、別の予約があります。先に、どちらかの予約を取り消してください。',
};

const DONE: Record<string, string> = {
  'corrected-name': '同じ方として、取り込んだ内容に直しました。',
  'another-person': '別の方のカードとして登録しました。',
  dropped: '取り込まないことにしました。',
  already: 'ほかの職員が、先に判断していました。',
  undone: '判断を取り消しました。もう一度、選んでください。',
};

type Person = Conflict['told'] & { statusName?: string };

/** A text with what the other record has otherwise marked. */
const Marked = ({ text, other }: { text: string; other: string }) => (
  <>
    {marked(printable(text).text, printable(other).text).map(({ text: part, differs }) => (differs ? <mark>{part}</mark> : part))}
  </>
);

function Side({ ask, title, person, other }: { ask: SignedAsk; title: string; person: Person; other: Person }) {
  return (
    <td>
      <span class="sub">{title}</span>
      <b>
        <Marked text={person.name} other={other.name} />
      </b>
      <span class="sub">{person.kana === '' ? 'カナなし' : <Marked text={person.kana} other={other.kana} />}</span>
      <Marked text={birthday(person, ask.clock)} other={birthday(other, ask.clock)} />
      <span class="sub">
        <Marked text={person.address} other={other.address} />
      </span>
      {person.statusName !== undefined && <span class="sub">交付状況：{person.statusName}</span>}
    </td>
  );
}

const ASKED: Record<Decision, { words: string; title: string; says: string }> = {
  'corrected-name': {
    words: '同じ方（訂正）',
    title: '同じ方として訂正しますか',
    says: '登録の氏名・カナ・生年月日・住所を、取り込んだ行の内容に書き換えます。予約はそのまま残ります。カードがその後変わっていなければ、あとで取り消せます。',
  },
  'another-person': {
    words: '別の方',
    title: '別の方のカードとして登録しますか',
    says: '現在の登録は変更せずに、取り込んだ行を別のカードとして登録します。そのカードに何も記録していなければ、あとで取り消せます。',
  },
  dropped: {
    words: '取り込まない',
    title: 'この行を取り込みませんか',
    says: '現在の登録は変わりません。同じ内容の行が次に来ても、確認しません。',
  },
};

/** What was chosen, asked once more beside both records: a booking may hang on it. */
function AskPage({ ask, conflict, decision }: { ask: SignedAsk; conflict: Conflict; decision: Decision }) {
  const { title, says, words } = ASKED[decision];
  return (
    <TitledPage ask={ask} title={title}>
      <div class="table-box">
        <table class="table">
          <caption class="unseen">2つの登録の違い</caption>
          <tbody>
            <tr>
              <Side ask={ask} title="現在の登録" person={conflict.card} other={conflict.told} />
              <Side ask={ask} title="取り込んだ行" person={conflict.told} other={conflict.card} />
            </tr>
          </tbody>
        </table>
      </div>
      <Notice kind="care">
        <Says>{says}</Says>
      </Notice>
      <PostForm action={paths.decide(conflict.id)} token={ask.token} hidden={{ decision }}>
        <p class="acts">
          <Button>「{words}」で確定する</Button>
          <LinkButton href={paths.conflicts} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </TitledPage>
  );
}

function Row({ ask, conflict }: { ask: SignedAsk; conflict: Conflict }) {
  const who = printable(conflict.told.name).text;
  return (
    <tr>
      <th scope="row" class="whole">
        <a class="code" href={paths.person(conflict.cardId)}>
          {conflict.noticeId}
        </a>
        <span class="sub">
          {deskMoment(conflict.at)}
          <br />
          {conflict.fileName} {conflict.line}行目
        </span>
      </th>
      <Side ask={ask} title="現在の登録" person={conflict.card} other={conflict.told} />
      <Side ask={ask} title="取り込んだ行" person={conflict.told} other={conflict.card} />
      <td>
        <p class="decide">
          {DECISIONS.map((decision) => (
            <a
              class={decision === 'dropped' ? 'press-undo' : 'button button-second'}
              href={withQuery(paths.decide(conflict.id), { decision })}
            >
              {ASKED[decision].words}
              <span class="unseen">：{who}</span>
            </a>
          ))}
        </p>
      </td>
    </tr>
  );
}

/** What was decided last, each with its way back. */
function Last({ ask, decided }: { ask: SignedAsk; decided: readonly Decided[] }) {
  if (decided.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="last">
      <h2 id="last">最近の判断</h2>
      <Table
        caption="最近の判断"
        wide
        columns={[
          { head: '交付通知書ID', whole: true },
          { head: '登録の氏名' },
          { head: '取り込んだ氏名' },
          { head: '判断', whole: true },
          { head: '日時・職員' },
          { head: '操作' },
        ]}
        rows={decided.map(({ id, cardId, noticeId, before, told, decision, at, by }) => [
          <a class="code" href={paths.person(cardId)}>
            {noticeId}
          </a>,
          printable(before).text,
          printable(told).text,
          ASKED[decision].words,
          `${deskMoment(at)}　${by ?? ''}`,
          <PostForm action={paths.undecide(id)} token={ask.token}>
            <Button kind="second">
              判断を取り消す<span class="unseen">：{printable(told).text}</span>
            </Button>
          </PostForm>,
        ])}
      />
    </section>
  );
}

const UNDO_REFUSED: Record<UndecideRefusal, string> = {
  unknown: 'この判断は、ほかの職員が取り消しました。',
  too_old: '以前の版で行った判断のため、取り消せません。',
  asked_again: '同じ内容の行が、もう一度確認を待っています。そちらで判断してください。',
  changed_since: '判断のあとにカードが変更・入出庫・予約されたため、取り消せません。',
  taken: '元の氏名・生年月日のカードが、ほかに登録されています。検索して確かめてください。',
  booked_twice: '元の氏名と生年月日の方には、別の予約があります。先に、どちらかの予約を取り消してください。',
};

function ConflictsPage({ ask, conflicts, decided }: { ask: SignedAsk; conflicts: Conflict[]; decided: Decided[] }) {
  const refused = field(ask.query, 'refused');
  const stays = field(ask.query, 'stays');
  const words = Object.hasOwn(REFUSED, refused)
    ? REFUSED[refused as DecideRefusal]
    : Object.hasOwn(UNDO_REFUSED, stays)
      ? UNDO_REFUSED[stays as UndecideRefusal]
      : undefined;
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage ask={ask} title="取込みデータの氏名相違">
      <Says class="lead">
        交付通知書IDが同じで、氏名か生年月日が違う行です。氏名が変わった同じ方か、別の方かを、確かめて選んでください。違う文字に印を付けています。選ぶまで、現在の登録は変わりません。
      </Says>
      {words !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{words}</Says>
        </Notice>
      )}
      {done !== undefined && (
        <Notice kind="done" role="status">
          <Says>{done}</Says>
        </Notice>
      )}
      {conflicts.length === 0 ? (
        <p class="empty">確認が必要な行はありません。</p>
      ) : (
        <div class="table-box">
          <table class="table">
            <caption class="unseen">氏名か生年月日が異なる行</caption>
            <thead>
              <tr>
                {['交付通知書ID', '現在の登録', '取り込んだ行', '判断'].map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {conflicts.map((conflict) => (
                <Row ask={ask} conflict={conflict} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Last ask={ask} decided={decided} />
      {conflicts.length === MOST && <p class="small soft">最初の{MOST}件を出しています。判断すると、次が出ます。</p>}
    </TitledPage>
  );
}

export const conflictsFeature: Feature = {
  routes: [
    get(paths.conflicts, 'intake.decide', async (ask) =>
      show(
        <ConflictsPage
          ask={ask}
          conflicts={await listConflicts(ask.db, viewerOf(ask), MOST)}
          decided={await lastDecided(ask.db, viewerOf(ask), LAST)}
        />,
      ),
    ),
    post(paths.undecide(':id'), 'intake.decide', async (ask) => {
      const id = rowId(ask.params['id']);
      if (!id.ok) return go(paths.conflicts);
      const undone = await undecide(ask.db, ask.actor, id.value);
      return go(withQuery(paths.conflicts, undone.ok ? { done: 'undone' } : { stays: undone.reason }));
    }),
    get(paths.decide(':id'), 'intake.decide', async (ask) => {
      const id = rowId(ask.params['id']);
      const decision = DECISIONS.find((one) => one === ask.query['decision']);
      const conflict = id.ok ? await readConflict(ask.db, id.value, viewerOf(ask)) : undefined;
      return conflict === undefined || decision === undefined
        ? go(withQuery(paths.conflicts, { done: conflict === undefined ? 'already' : '' }))
        : show(<AskPage ask={ask} conflict={conflict} decision={decision} />);
    }),
    post(paths.decide(':id'), 'intake.decide', async (ask) => {
      const id = rowId(ask.params['id']);
      const decision = DECISIONS.find((one) => one === ask.body['decision']);
      if (!id.ok || decision === undefined) return go(paths.conflicts);
      const decided = await decide(ask.db, ask.actor, id.value, decision);
      if (!decided.ok) return go(withQuery(paths.conflicts, { refused: decided.reason }));
      return go(withQuery(paths.conflicts, { done: decided.value === null ? 'already' : decision }));
    }),
  ],
  menu: [{ group: 'todo', href: paths.conflicts, words: '取込みデータの氏名相違', right: 'intake.decide' }],
  waits: [
    {
      words: '取込みデータの氏名相違',
      why: '交付通知書IDが同じで、氏名か生年月日が異なる行です。同じ方か別の方かを判断してください。',
      urgency: 'soon',
      href: paths.conflicts,
      right: 'intake.decide',
      count: openConflicts,
    },
  ],
};
